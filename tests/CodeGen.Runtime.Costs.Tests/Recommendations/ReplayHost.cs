using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>A metered host with two models, of which one is ten times as dear, and a July of charges.</summary>
internal sealed class ReplayHost : IDisposable
{
    public const string Big = "big";
    public const string Small = "small";

    public static readonly DateTimeOffset July = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly PriceList Prices = new() { Models = [Model(Big, 10), Model(Small, 1)], FxRates = [new(Currency.Usd, Currency.Eur, new DateOnly(2026, 1, 1), 0.9m)] };

    private readonly MeteredHost _host;

    public ReplayHost(Action<CostRecommendationOptions>? configure = null, Action<CostMeteringBuilder>? more = null) => _host = new MeteredHost(
        builder =>
        {
            builder.ConfigurePrices(o => (o.Host, o.UseCatalogue) = (Prices, false));
            builder.Services.Configure(configure ?? (static _ => { }));
            more?.Invoke(builder);
        });

    public MeteredHost Host => _host;

    public ICostRecommendations Recommendations => _host.Services.GetRequiredService<ICostRecommendations>();

    public PriceBook Book => _host.Services.GetRequiredService<PriceBook>();

    public void Dispose() => _host.Dispose();

    /// <summary>Books requests of July, so many each day.</summary>
    public void Track(int perDay, ServedModel served, ModelUsage usage, CostAttribution? attribution = null, int days = 31, TimeSpan apart = default, DateTimeOffset? from = null)
    {
        for (int day = 0; day < days; day++)
        {
            for (int i = 0; i < perDay; i++)
            {
                DateTimeOffset time = (from ?? July).AddDays(day) + (i * (apart == default ? TimeSpan.FromMinutes(10) : apart));
                _host.Tracker.TrackModel(served, usage, new CostTerms { EventTime = time, Attribution = attribution });
            }
        }
    }

    public async Task<RecommendationReport> JulyAsync() => await Recommendations.RecommendAsync(q => q.Month(2026, 7));

    public Money Price(ServedModel served, ModelUsage usage) => Book.Price(served with { At = July }, usage).Amount;

    /// <summary>Cached text costs a tenth to read, a quarter more to write and twice as much to write for an hour; batches cost half, and the place 'us' a tenth more.</summary>
    private static ModelPrice Model(string id, decimal input) => new()
    {
        Id = id,
        Periods =
        [
            new()
            {
                Cards =
                [
                    new()
                    {
                        Rates = new Dictionary<TokenKind, decimal>
                        {
                            [TokenKind.Input] = input, [TokenKind.Output] = input * 5, [TokenKind.CacheRead] = input / 10, [TokenKind.CacheWrite] = input * 1.25m, [TokenKind.CacheWrite1h] = input * 2,
                        },
                    },
                ],
            },
        ],
        Multipliers = [new() { When = new() { Tiers = ["batch"] }, Factor = 0.5m }, new() { When = new() { Geos = ["us"] }, Factor = 1.1m }],
    };
}
