using System.Diagnostics;

namespace CodeGen.Runtime.Conformance;

/// <summary>Runs one verb. The last line of the output is <c>N passed, N failed</c>; the exit code is 0 only when none failed, and 2 when the call itself was wrong.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is [] or ["--help" or "-h" or "help"])
        {
            Console.Out.WriteLine(Verbs.Usage());
            return arguments.Length == 0 ? 2 : 0;
        }

        if (Verbs.Nodes.TryGetValue(arguments[0], out var node))
        {
            return await node(Arguments.Parse(arguments.AsSpan(1)));
        }

        var report = new Report();
        long began = Stopwatch.GetTimestamp();
        try
        {
            Verb verb = Verbs.Find(arguments[0]);
            var given = Arguments.Parse(arguments.AsSpan(1), verb.Options);
            if (given.WantsHelp)
            {
                Console.Out.WriteLine(verb.Usage());
                return 0;
            }

            await verb.Run(given, report);
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
        catch (Exception e)
        {
            report.Fail(arguments[0], "an end without an exception", e.ToString());
        }

        Console.Error.WriteLine($"took {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        return report.End();
    }
}
