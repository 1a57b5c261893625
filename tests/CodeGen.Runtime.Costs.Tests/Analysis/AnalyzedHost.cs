using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>A ledger to analyse, with a few prices, as a host has it.</summary>
internal sealed class AnalyzedHost : IDisposable
{
    /// <summary>When the model <c>dearer</c> becomes dearer.</summary>
    public static readonly DateTimeOffset Raise = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly PriceList s_prices = new()
    {
        Meters = [MeterPrice.Flat("work", "piece", 1), MeterPrice.Flat(MeterNames.CpuHours, "hour", 0.1m), MeterPrice.Flat(MeterNames.GpuHours, "hour", 2), MeterPrice.Flat("compute.seconds", "second", 0.001m)],
        Models =
        [
            ModelPrice.Flat("small", 1, 2, 0.1m),
            ModelPrice.Flat("large", 10, 20),
            new() { Id = "dearer", Periods = [Period(1, 2, null, Raise), Period(1.5m, 3, Raise, null)] },
        ],
    };

    private readonly MeteredHost _host = new(static b => b.ConfigurePrices(static o => o.Host = s_prices));

    /// <summary>The day that runs: 20 August 2026, a Thursday, at noon.</summary>
    public static DateOnly Today => DateOnly.FromDateTime(MeteredHost.Began.UtcDateTime);

    public ICostAnalysis Analysis => _host.Services.GetRequiredService<ICostAnalysis>();

    public MeteredHost Metered => _host;

    public static Money Usd(decimal amount) => Money.Of(amount, Currency.Usd);

    public static DateTimeOffset At(DateOnly day, int hour = 0) => new(day.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.Zero);

    /// <summary>Books so many USD.</summary>
    public void Pay(decimal usd, DateTimeOffset at, CostAttribution? attribution = null) => _host.Tracker.Track(CostUse.Meter(CostCategory.Compute, "work", usd), Terms(at, attribution));

    /// <summary>Books some USD for each of the whole days before today, the oldest first.</summary>
    public void PayDaily(int days, Func<DateOnly, int, decimal> usd, CostAttribution? attribution = null)
    {
        for (int day = 0; day < days; day++)
        {
            DateOnly date = Today.AddDays(day - days);
            if (usd(date, day) is var amount and > 0)
            {
                Pay(amount, At(date, 9), attribution);
            }
        }

        _host.RollUp();
    }

    public void Call(string model, DateTimeOffset at, long input, long output, long cacheRead = 0, CostAttribution? attribution = null) =>
        _host.Tracker.TrackModel(model, new ModelUsage { InputTokens = input, OutputTokens = output, CacheReadTokens = cacheRead }, Terms(at, attribution));

    /// <summary>Books hours of a machine, and how many of them it worked.</summary>
    public void Run(string meter, MeterQuantity paid, TimeSpan? busy, DateTimeOffset at, string resource, string? service = null)
    {
        _host.Tracker.TrackCompute(meter, paid, resource, Terms(at, new CostAttribution { Service = service }));
        if (busy is { } worked)
        {
            _host.Tracker.TrackBusy(worked, resource, Terms(at, null));
        }
    }

    public static CostTerms Terms(DateTimeOffset at, CostAttribution? attribution) => new() { EventTime = at, Attribution = attribution ?? new CostAttribution() };

    public void Dispose() => _host.Dispose();

    private static PricePeriod Period(decimal input, decimal output, DateTimeOffset? from, DateTimeOffset? to) => new()
    {
        From = from,
        To = to,
        Cards = [new() { Rates = new Dictionary<TokenKind, decimal> { [TokenKind.Input] = input, [TokenKind.Output] = output } }],
    };
}
