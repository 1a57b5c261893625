using System.Diagnostics;
using CodeGen.Runtime.TestKit;

namespace CodeGen.Runtime.Conformance.PostgreSql;

/// <summary>Nodes book and feed while they, the server and their connections are killed; at the end PostgreSQL has what the ledgers have, once.</summary>
internal static class PostgreSqlFeedVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public static Verb Verb { get; } = new(
        "postgres-feed",
        "nodes feed their ledgers into a PostgreSQL server of their own while processes, server and connections are killed; counts and sums equal the ledgers to the pico",
        [
            new("charges", "N", "1000000", "charges of all nodes together; one in a hundred is handed to two nodes"),
            new("nodes", "N", "4", "how many processes"),
            new("batch", "N", "5000", "records of a transaction at most"),
            new("pause", "MS", "3000", "how long between two faults; 0 for none"),
            new("seed", "S", "1", "of charges and faults"),
        ],
        RunAsync);

    private static async Task RunAsync(Arguments arguments, Report report)
    {
        int count = arguments.Int("nodes", 1, 16);
        int charges = arguments.Int("charges", count * 100, 100_000_000) / count;
        int pause = arguments.Int("pause", 0, 600_000);
        int seed = arguments.Int("seed", 0, int.MaxValue);
        int batch = arguments.Int("batch", 1, 10_000);
        if (!PostgreSqlServer.IsAvailable)
        {
            throw new UsageException($"There is no postgres on this machine that can be run; {PostgreSqlServer.InstallHint} util-linux");
        }

        await using PostgreSqlServer server = await PostgreSqlServer.StartAsync();
        using var ledgers = new FeedLedgers(count);
        long began = Stopwatch.GetTimestamp();
        FeedFaults faults;
        await using (var nodes = new FeedNodes(server, ledgers, FeedNodes.Schema, seed, charges, batch))
        {
            nodes.StartAll();
            faults = new FeedFaults(server, nodes, new Random(seed), TimeSpan.FromMilliseconds(pause));
            await faults.RunUntilFedAsync((long)(0.9 * charges * count), Patience);
            await nodes.FedAsync(Patience);
        }

        TimeSpan took = Stopwatch.GetElapsedTime(began);
        FeedTruth truth = FeedTruth.Read(ledgers);
        await FeedCheck.RunAsync(server, FeedNodes.Schema, truth, report);

        // Again without faults, for a rate that says something about the feeder.
        TimeSpan again;
        await using (var nodes = new FeedNodes(server, ledgers, FeedNodes.SecondSchema, seed, charges, batch))
        {
            nodes.StartAll();
            await nodes.FedAsync(Patience);
            again = await FeedCheck.SpanAsync(server, FeedNodes.SecondSchema);
        }

        await FeedCheck.RunAsync(server, FeedNodes.SecondSchema, truth, report);
        var table = new Table("", "");
        table.Add("records of all ledgers", truth.Records);
        table.Add("booked in PostgreSQL", truth.Booked);
        table.Add("duplicates over two nodes", truth.Records - truth.Booked);
        table.Add("node processes killed and restarted", faults.NodesKilled);
        table.Add("server crashes and restarts", faults.ServerCrashes);
        table.Add("connections of all nodes ended", faults.ConnectionsEnded);
        table.Add("seconds, booking and feeding under faults", took.TotalSeconds);
        table.Add("records a second, booking and feeding under faults", truth.Records / took.TotalSeconds);
        table.Add("records a second, feeding once more without faults", truth.Records / again.TotalSeconds);
        table.Write($"postgres-feed: {count} nodes, sums {string.Join(", ", truth.Sums)}");
    }
}
