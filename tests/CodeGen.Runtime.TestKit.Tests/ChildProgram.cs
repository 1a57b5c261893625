using CodeGen.Runtime.TestKit.Processes;

namespace CodeGen.Runtime.TestKit.Tests;

/// <summary>What this assembly does when the tests start it as a child.</summary>
internal static class ChildProgram
{
    public static string Path => typeof(ChildProgram).Assembly.Location;

    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["echo"]:
                while (await Console.In.ReadLineAsync() is { } line)
                {
                    Console.WriteLine(line.ToUpperInvariant());
                }

                return 7;
            case ["redis", var tie]:
                var server = await RedisServerProcess.StartAsync(() => [], Enum.Parse<ParentTie>(tie));
                Console.WriteLine($"redis {server.ProcessId} {server.WorkingDirectory}");
                await Task.Delay(Timeout.Infinite);
                return 0;
            default:
                await Console.Error.WriteLineAsync($"No such child: {string.Join(' ', arguments)}");
                return 64;
        }
    }
}
