using CsCheck;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Random histories of everything that a ledger may hold: charges with and without prices, in several currencies and fractions, corrections, savings, late events, strange names.</summary>
internal static class Histories
{
    public static readonly string Prices = """
        {
          "models": [
            { "id": "mine", "currency": "EUR", "prices": [{ "cards": [{ "rates": { "input": "0.000000000001", "output": "3" } }] }], "fees": { "search": { "unit": "call", "per": 7, "price": "1" } } }
          ],
          "meters": [
            { "name": "gpu", "unit": "hour", "currency": "EUR", "prices": [{ "price": "2.35" }] },
            { "name": "odd", "unit": "piece", "prices": [{ "per": 7, "price": "0.01" }] },
            { "name": "tiered", "unit": "gb", "prices": [{ "free": "10", "tiers": [{ "upTo": "20", "price": "0.5" }, { "price": "0.25" }] }] }
          ]
        }
        """;

    /// <summary>Names that would do harm where they came into the text of a statement, a row or a path.</summary>
    public static readonly string[] Names = ["p", "o'Brien", "\"; DROP TABLE month; --", "a\nb\tc", "数\u202e😀", "%_*?[x]", "=1+1", new string('ü', 256)];

    public static Gen<HistoryStep[]> Any { get; } = Gen.Select(Gen.Int[0, 11], Gen.Int[0, 100_000], Gen.Int[0, 95 * 24 * 60], Gen.Int[0, Names.Length - 1], Gen.Int[0, 90])
        .Select(static (what, amount, ago, name, minutes) => new HistoryStep(what, amount, TimeSpan.FromMinutes(ago), name, TimeSpan.FromMinutes(minutes)))
        .Array[1, 60];

    /// <summary>Does a step; the last charge is what corrections are about.</summary>
    public static void Do(MeteredHost host, HistoryStep step, List<long> charges)
    {
        host.Time.Advance(step.Passes);
        ICostTracker tracker = host.Tracker;
        string name = Names[step.Name];
        var terms = new CostTerms
        {
            EventTime = host.Time.GetUtcNow() - step.Ago,
            Attribution = new CostAttribution { Project = name, User = step.Amount % 3 == 0 ? "u" : null, Tags = step.Amount % 2 != 0 ? Array.Empty<CostTag>() : new CostTag[] { new("team", name), new("k", "v") } },
            Reason = "cached",
        };
        switch (step.What)
        {
            case 0 or 1:
                Charge(tracker.TrackModel("claude-haiku-4-5", new ModelUsage { InputTokens = step.Amount, CacheReadTokens = step.Amount / 2, OutputTokens = step.Amount / 3 }, terms));
                break;
            case 2:
                Charge(tracker.TrackModel(name, new ModelUsage { InputTokens = step.Amount, OutputTokens = 7 }, terms));
                break;
            case 3:
                Charge(tracker.TrackModel("mine", new ModelUsage { InputTokens = step.Amount, OutputTokens = step.Amount % 5 }, terms));
                break;
            case 4:
                Charge(tracker.TrackCompute("gpu", TimeSpan.FromTicks(step.Amount + 1), null, terms));
                break;
            case 5:
                Charge(tracker.TrackStorage("odd", step.Amount, null, terms));
                break;
            case 6:
                Charge(tracker.TrackStorage("tiered", step.Amount % 30, null, terms));
                break;
            case 7:
                Charge(tracker.TrackApi(name, TimeSpan.FromMilliseconds(step.Amount), terms));
                break;
            case 8:
                tracker.TrackSaving(CostUse.Model(new ServedModel("claude-haiku-4-5"), new ModelUsage { OutputTokens = step.Amount }), terms);
                break;
            case 9:
                Charge(tracker.Track(CostUse.Fee(new ServedModel("mine"), "search", step.Amount), terms));
                break;
            case 10 when charges.Count > 0:
                tracker.Adjust(charges[step.Amount % charges.Count], Money.FromPicos(step.Amount - 50_000, step.Amount % 2 == 0 ? Currency.Usd : Currency.Cny), "credit");
                break;
            case 11 when charges.Count > 0:
                tracker.ReverseAsync(charges[step.Amount % charges.Count], "never").AsTask().GetAwaiter().GetResult();
                break;
            case 10:
                Charge(tracker.Track(CostUse.Stated(CostCategory.Compute, name, TimeSpan.FromMilliseconds(step.Amount), Money.FromPicos(step.Amount, Currency.Eur)), terms));
                break;
            default:
                Charge(tracker.TrackModel("claude-haiku-4-5", new ModelUsage(), terms));
                break;
        }

        void Charge(CostReceipt receipt) => charges.Add(receipt.Sequence);
    }

    public static MeteredHost Host(string zone = "UTC") =>
        new(static b => b.ConfigurePrices(static o => o.Host = Lists.Parse(Prices)), o => (o.BillingZone, o.KeepHours) = (zone, TimeSpan.FromDays(62)));
}
