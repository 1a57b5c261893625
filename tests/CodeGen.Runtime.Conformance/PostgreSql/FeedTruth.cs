using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Conformance.PostgreSql;

/// <summary>What the ledgers say.</summary>
/// <param name="Records">How many records they have together.</param>
/// <param name="Booked">How many events that is.</param>
/// <param name="Sums">What those come to, by currency.</param>
/// <param name="ByNode">How many records each node has.</param>
internal sealed record FeedTruth(long Records, long Booked, IReadOnlyList<Money> Sums, IReadOnlyDictionary<Guid, long> ByNode)
{
    public static FeedTruth Read(FeedLedgers ledgers)
    {
        var events = new HashSet<Guid>();
        var sums = new ExactTotals();
        var byNode = new Dictionary<Guid, long>();
        for (int node = 0; node < ledgers.Count; node++)
        {
            var services = new ServiceCollection();
            services.AddCostMetering(o => o.LedgerPath = ledgers.Of(node));
            using ServiceProvider provider = services.BuildServiceProvider();
            ICostLedger ledger = provider.GetRequiredService<ICostLedger>();
            CostLedgerPage page;
            long from = 0;
            byNode[ledger.Node] = 0;
            do
            {
                page = ledger.ReadPage(from, 10_000);
                from = page.Next;
                byNode[ledger.Node] += page.Records.Count;
                foreach (CostRecord record in page.Records.Where(record => events.Add(record.Id)))
                {
                    sums.Add(record.Amount);
                }
            }
            while (!page.IsEnd);
        }

        return new FeedTruth(byNode.Values.Sum(), events.Count, sums.Totals, byNode);
    }
}
