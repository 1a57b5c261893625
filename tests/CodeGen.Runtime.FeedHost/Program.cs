using System.Globalization;
using CodeGen.Runtime.Costs;
using CodeGen.Runtime.FeedHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// A node that books charges and feeds them into PostgreSQL, in a process of its own, to be killed. Arguments: ledger, connection string, schema, seed, node, number of nodes, when the
// run began (ticks), records of a batch, "sync" or "async". It writes "ready NODE BOOKED" and takes lines: "book COUNT" books on until so many charges are in its ledger, whatever came before, and
// answers "booked"; "durable COUNT" books so many one after another, each acknowledged by "ack SEQUENCE ID"; "fed" answers "fed" when PostgreSQL has all. The end of its input ends it.
int seed = Number(args[3]);
int node = Number(args[4]);
int nodes = Number(args[5]);
var began = new DateTimeOffset(long.Parse(args[6], CultureInfo.InvariantCulture), TimeSpan.Zero);
HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
builder.Logging.AddConsole(static o => o.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
builder.Services.AddCostMetering(o => (o.LedgerPath, o.SegmentBytes) = (args[0], 16 << 20))
    .UsePostgreSql(args[1], o =>
    {
        (o.Schema, o.BatchRecords, o.Synchronous) = (args[2], Number(args[7]), args[8] == "sync");
        o.MaxRetryDelay = TimeSpan.FromMilliseconds(500);
    });
using IHost host = builder.Build();
await host.StartAsync();
ICostTracker tracker = host.Services.GetRequiredService<ICostTracker>();
ICostLedger ledger = host.Services.GetRequiredService<ICostLedger>();
IPostgreSqlCosts costs = host.Services.GetRequiredService<IPostgreSqlCosts>();
Say($"ready {ledger.Node} {tracker.Totals.Records}");
while (Console.ReadLine() is { } line)
{
    string[] words = line.Split(' ');
    switch (words[0])
    {
        case "book":
            for (long index = tracker.Totals.Records; index < Number(words[1]); index++)
            {
                Charge(index, out CostUse use, out CostTerms terms);
                tracker.Track(use, terms);
            }

            Say("booked");
            break;
        case "durable":
            for (int i = 0; i < Number(words[1]); i++)
            {
                Charge(tracker.Totals.Records, out CostUse use, out CostTerms terms);
                CostReceipt receipt = await tracker.TrackDurableAsync(use, terms);
                Say($"ack {receipt.Sequence} {receipt.Id}");
            }

            Say("done");
            break;
        case "fed":
            await FedAsync();
            Say("fed");
            break;
        default:
            Say($"unknown {words[0]}");
            break;
    }
}

await host.StopAsync();

void Charge(long index, out CostUse use, out CostTerms terms)
{
    (int of, long at) = HostCharge.EventOf(node, nodes, index);
    (use, terms) = HostCharge.Of(seed, of, at, began);
}

async Task FedAsync()
{
    while (true)
    {
        try
        {
            if ((await costs.NodesAsync()).FirstOrDefault(n => n.Node == ledger.Node)?.LastSequence == ledger.LastSequence)
            {
                return;
            }
        }
        catch (Npgsql.NpgsqlException)
        {
            // Away for a while, as the coordinator wants it.
        }

        await Task.Delay(50);
    }
}

static void Say(string line)
{
    Console.Out.WriteLine(line);
    Console.Out.Flush();
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
