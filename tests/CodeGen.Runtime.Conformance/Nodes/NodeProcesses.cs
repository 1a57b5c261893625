using CodeGen.Runtime.TestKit;

namespace CodeGen.Runtime.Conformance;

/// <summary>Starts this very program as a node, and speaks with it in lines.</summary>
internal static class NodeProcesses
{
    public const string ReadyLine = "ready";
    public const string DoneLine = "done";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static NodeProcess Start(string node, params (string Name, object Value)[] options) =>
        NodeProcess.Start(typeof(NodeProcesses).Assembly.Location, [node, .. options.SelectMany(o => new[] { $"--{o.Name}", $"{o.Value}" })]);

    public static Task ReadyAsync(NodeProcess node) => node.ReadLineAsync(static l => l == ReadyLine, Patience);

    public static Task DoneAsync(NodeProcess node, TimeSpan patience) => node.ReadLineAsync(static l => l == DoneLine, patience);

    /// <summary>In the node: completes when the line comes, or when the coordinator is gone.</summary>
    public static async Task<string?> NextLineAsync()
    {
        // Reading the console blocks a thread, whatever it is called.
        return await Task.Factory.StartNew(Console.In.ReadLine, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
