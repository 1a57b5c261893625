using System.Text;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Conformance.Focus;

/// <summary>
/// A ledger with all that a billing period may have: several models with their cards, cache reads and writes, fees, meters with tiers and free allowances, two currencies and fractions of a pico, free tags, late
/// events, credits, reversals, prices that come late and prices that change, corrections after the month has ended. Not thread-safe.
/// </summary>
internal sealed class LedgerMonth : IDisposable
{
    public const int Year = 2026;
    public const int Month = 3;

    /// <summary>Its March has an hour less.</summary>
    public const string Zone = "America/New_York";

    private static readonly DateTimeOffset s_began = new(2026, 3, 1, 5, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_march = TimeSpan.FromHours((31 * 24) - 1);
    private static readonly string[] s_teams = ["core", "web", "研究", "R&D, \"ops\""];

    private readonly StandingClock _clock = new(s_began);
    private readonly Random _random;
    private readonly string _directory = Directory.CreateTempSubdirectory("codegen-focus-").FullName;
    private readonly List<long> _charges = [];
    private ServiceProvider _services;
    private bool _isLater;

    public LedgerMonth(int seed)
    {
        _random = new Random(seed);
        _services = Services();
    }

    public ICostReports Reports => _services.GetRequiredService<ICostReports>();

    private ICostTracker Tracker => _services.GetRequiredService<ICostTracker>();

    /// <summary>Books so many charges over the month, and what comes to them in it and later.</summary>
    public async Task BookAsync(int charges)
    {
        for (int i = 0; i < charges; i++)
        {
            _clock.Now = s_began + (s_march * ((double)i / charges));
            Charge();
            if (_random.Next(40) == 0)
            {
                await CorrectAsync();
            }
        }

        // The price of a model becomes known, and those of machines change, before the month is over.
        Restart();
        await Tracker.RepriceAsync(s_began, s_began + (s_march / 2));
        _clock.Now = s_began + s_march + TimeSpan.FromDays(3);
        for (int i = 0; i < charges / 50; i++)
        {
            await CorrectAsync();
            Charge(late: TimeSpan.FromDays(4));
        }

        await Tracker.RepriceAsync(s_began + (s_march / 2), s_began + s_march);
    }

    /// <summary>What the records of a billing period come to, added up in the simplest way there is.</summary>
    public IReadOnlyList<Money> Expected(int month)
    {
        ICostLedger ledger = _services.GetRequiredService<ICostLedger>();
        var totals = new ExactTotals();
        for (CostLedgerPage page = ledger.ReadPage(0, 1_000); ; page = ledger.ReadPage(page.Next, 1_000))
        {
            foreach (CostRecord record in page.Records.Where(record => record.Status != PriceStatus.Unpriced && record.Kind != CostRecordKind.Saving && MonthOf(record) == month))
            {
                totals.Add(record.Amount);
            }

            if (page.IsEnd)
            {
                return [.. totals.Totals.Where(static total => !total.IsZero)];
            }
        }
    }

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static int MonthOf(CostRecord record)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(Zone);
        DateTime used = TimeZoneInfo.ConvertTime(record.EventTime, zone).DateTime;
        DateTime booked = TimeZoneInfo.ConvertTime(record.IngestTime, zone).DateTime;
        return record.Kind == CostRecordKind.Adjustment && booked > used ? booked.Month : used.Month;
    }

    private void Charge(TimeSpan late = default)
    {
        late = late == default && _random.Next(25) == 0 ? TimeSpan.FromHours(_random.Next(1, 300)) : late;
        var terms = new CostTerms
        {
            EventTime = _clock.Now - late,
            Attribution = new CostAttribution
            {
                Project = _random.Next(20) == 0 ? null : $"project-{_random.Next(6)}",
                User = $"user-{_random.Next(20)}",
                Service = _random.Next(2) == 0 ? "generator" : null,
                Tags = _random.Next(3) == 0 ? [] : [new("team", s_teams[_random.Next(s_teams.Length)]), new("env", "prod")],
            },
        };
        int input = _random.Next(1, 400_000);
        var usage = new ModelUsage
        {
            InputTokens = input, CacheReadTokens = input / 3, CacheWriteTokens = input / 5, CacheWrite1hTokens = _random.Next(2) == 0 ? input / 10 : 0, OutputTokens = _random.Next(1, 4_000),
        };
        int what = _random.Next(13);
        CostReceipt receipt = what switch
        {
            0 or 1 => Tracker.TrackModel("claude-haiku-4-5", usage, terms),
            2 => Tracker.TrackModel(new ServedModel("claude-sonnet-4-5"), usage, terms),
            3 => Tracker.TrackModel(new ServedModel("gpt-4o") { Tier = "batch" }, usage with { CacheWriteTokens = 0, CacheWrite1hTokens = 0 }, terms),
            4 => Tracker.TrackModel("own-model", usage with { CacheWriteTokens = 0, CacheWrite1hTokens = 0 }, terms),
            5 => Tracker.TrackModel("late-model", new ModelUsage { InputTokens = input, OutputTokens = 7 }, terms),
            6 => Tracker.TrackCompute("gpu", TimeSpan.FromTicks(_random.NextInt64(1, TimeSpan.TicksPerHour)), $"gpu-{_random.Next(3)}", terms),
            7 => Tracker.TrackStorage("objects", _random.Next(1, 9), "bucket-1", terms),
            8 => Tracker.TrackNetwork("out", _random.Next(1, 50), null, terms),
            9 => Tracker.TrackApi("POST /generate", TimeSpan.FromMilliseconds(_random.Next(1, 90_000)), terms),
            10 => Tracker.Track(CostUse.Fee(new ServedModel("own-model"), "search", _random.Next(1, 20)), terms),
            11 => Tracker.Track(CostUse.Stated(CostCategory.Compute, "build", TimeSpan.FromSeconds(_random.Next(1, 900)), Money.FromPicos(_random.NextInt64(1, 9_000_000_000_000), Currency.Eur)), terms),
            _ => Tracker.TrackSaving(CostUse.Model(new ServedModel("claude-haiku-4-5"), usage), terms),
        };
        if (what < 12)
        {
            _charges.Add(receipt.Sequence);
        }
    }

    private async Task CorrectAsync()
    {
        long charge = _charges[_random.Next(_charges.Count)];
        if (_random.Next(2) == 0)
        {
            await Tracker.ReverseAsync(charge, "never ran");
        }
        else
        {
            Tracker.Adjust(charge, Money.FromPicos(_random.NextInt64(-900_000_000, 300_000_000), _random.Next(2) == 0 ? Currency.Usd : Currency.Eur), "credit of the provider");
        }
    }

    private void Restart()
    {
        _services.Dispose();
        _isLater = true;
        _services = Services();
    }

    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddLogging();
        services.AddCostMetering(o => (o.LedgerPath, o.BillingZone) = (_directory, Zone)).ConfigurePrices(o =>
        {
            o.Host = PriceList.Parse(Encoding.UTF8.GetBytes(Prices(_isLater)), "host");
            o.Contract = new PriceList { Models = [ModelPrice.Flat("claude-sonnet-4-5", 2.7m, 13.5m, 0.27m)] };
        });
        return services.BuildServiceProvider();
    }

    private static string Prices(bool isLater) => $$"""
        {
          "models": [
            { "id": "own-model", "currency": "EUR", "prices": [{ "cards": [{ "rates": { "input": "0.000000000001", "cacheRead": "0.000000000003", "output": "3" } }] }],
              "fees": { "search": { "unit": "call", "per": 7, "price": "0.01" } } }
            {{(isLater ? """, { "id": "late-model", "prices": [{ "cards": [{ "rates": { "input": "0.7", "output": "2.1" } }] }] }""" : "")}}
          ],
          "meters": [
            { "name": "gpu", "unit": "hour", "currency": "EUR", "prices": [{ "price": "{{(isLater ? "2.11" : "2.35")}}" }] },
            { "name": "objects", "unit": "gb", "prices": [{ "free": "100", "tiers": [{ "upTo": "400", "price": "0.023" }, { "price": "0.0125" }] }] },
            { "name": "out", "unit": "gb", "prices": [{ "per": 7, "price": "0.09" }] }
          ]
        }
        """;
}
