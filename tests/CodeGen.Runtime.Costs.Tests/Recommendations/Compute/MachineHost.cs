using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>A host whose ledger has machines, booked at the end of each hour at 2 dollars an hour.</summary>
internal sealed class MachineHost(Action<CostRecommendationOptions> configure) : IDisposable
{
    public const decimal Price = 2;
    public const int Hours = 30 * 24;

    /// <summary>The first hour of the time that is replayed by default.</summary>
    public static readonly DateTimeOffset From = new(2026, 7, 21, 0, 0, 0, TimeSpan.Zero);

    private static readonly PriceList s_prices = new()
    {
        Meters = [MeterPrice.Flat(MeterNames.GpuHours, "hour", Price)],
        FxRates = [new(Currency.Eur, Currency.Usd, new DateOnly(2026, 7, 21), 1.1m), new(Currency.Eur, Currency.Usd, new DateOnly(2026, 8, 5), 1.2m)],
    };

    private readonly MeteredHost _host = new(b =>
    {
        b.ConfigurePrices(o => o.Host = s_prices);
        b.Services.Configure(configure);
    });

    public ICostRecommendations Recommendations => _host.Services.GetRequiredService<ICostRecommendations>();

    public MeteredHost Metered => _host;

    public void Dispose() => _host.Dispose();

    /// <summary>Books machines hour by hour; of those without a share of work nobody says how long they worked.</summary>
    public MachineHost Book(Func<int, IEnumerable<(string Machine, string Service, double? Busy)>> machines, int first = 0, int hours = Hours)
    {
        for (int hour = first; hour < first + hours; hour++)
        {
            foreach ((string machine, string service, double? busy) in machines(hour))
            {
                var terms = new CostTerms { EventTime = From.AddHours(hour + 1), Attribution = new CostAttribution { Service = service } };
                _host.Tracker.TrackCompute(MeterNames.GpuHours, TimeSpan.FromHours(1), machine, terms);
                if (busy is { } share)
                {
                    _host.Tracker.TrackBusy(TimeSpan.FromHours(share), machine, terms);
                }
            }
        }

        return this;
    }

    /// <summary>So many machines of a service, each as busy as the others.</summary>
    public static IEnumerable<(string Machine, string Service, double? Busy)> Even(string service, int machines, double? busy) =>
        Enumerable.Range(0, machines).Select(machine => ($"{service}-{machine}", service, busy));

    public async Task<RecommendationReport> RecommendAsync() => await Recommendations.RecommendAsync();

    public async Task<Recommendation> FindAsync(string id) => (await RecommendAsync()).Recommendations.Single(one => one.Id == id);
}
