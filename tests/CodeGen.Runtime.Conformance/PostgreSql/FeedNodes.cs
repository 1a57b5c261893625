using CodeGen.Runtime.FeedHost;
using CodeGen.Runtime.TestKit;

namespace CodeGen.Runtime.Conformance.PostgreSql;

/// <summary>The node processes; each books up to its number of charges, whatever it had booked before it was killed.</summary>
internal sealed class FeedNodes(PostgreSqlServer server, FeedLedgers ledgers, string schema, int seed, int charges, int batch) : IAsyncDisposable
{
    public const string Schema = "codegen_costs";
    public const string SecondSchema = "codegen_costs_again";

    private readonly NodeProcess?[] _nodes = new NodeProcess?[ledgers.Count];

    public int Count => ledgers.Count;

    public void StartAll()
    {
        for (int node = 0; node < Count; node++)
        {
            Start(node);
        }
    }

    public async Task RestartAsync(int node)
    {
        _nodes[node]!.Kill();
        await _nodes[node]!.DisposeAsync();
        Start(node);
    }

    /// <summary>Completes when all have booked and PostgreSQL has all, and ends them.</summary>
    public async Task FedAsync(TimeSpan patience)
    {
        foreach (NodeProcess? node in _nodes)
        {
            await node!.SendAsync($"book {charges}");
            await node.SendAsync("fed");
        }

        foreach (NodeProcess? node in _nodes)
        {
            await node!.ReadLineAsync(static line => line == "fed", patience);
            await node.StopAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (NodeProcess? node in _nodes)
        {
            if (node is not null)
            {
                await node.DisposeAsync();
            }
        }
    }

    private void Start(int node)
    {
        NodeProcess process = NodeProcess.Start(
            typeof(HostCharge).Assembly.Location, ledgers.Of(node), server.ConnectionString(), schema, $"{seed}", $"{node}", $"{Count}", $"{ledgers.Began}", $"{batch}", "async");
        _nodes[node] = process;

        // Lies in the pipe until the node reads it.
        process.SendAsync($"book {charges}").GetAwaiter().GetResult();
    }
}
