using CodeGen.Runtime.Conformance.Focus;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Conformance.Projections;

/// <summary>Books the costs of a period into a ledger of its own as time goes on, and asks at each instant what it will come to.</summary>
/// <param name="ways">How many ways are drawn.</param>
/// <param name="model">Which model requests are priced as.</param>
internal sealed class ProjectionBacktest(int ways, string model)
{
    private const int SegmentBytes = 1 << 20;
    private const int Decimals = 12;

    public async Task<IReadOnlyList<ProjectionPoint>> RunAsync(CostPeriod period)
    {
        string directory = Directory.CreateTempSubdirectory("codegen-projection-").FullName;
        try
        {
            var clock = new StandingClock(period.Events[0].Time);
            await using ServiceProvider services = Services(directory, clock);
            return await RunAsync(period, clock, services.GetRequiredService<ICostTracker>(), services.GetRequiredService<ICostAnalysis>());
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private async Task<IReadOnlyList<ProjectionPoint>> RunAsync(CostPeriod period, StandingClock clock, ICostTracker tracker, ICostAnalysis analysis)
    {
        var said = new List<(int? Day, int? Tenth, CostProjection Projection)>();
        int booked = 0;
        foreach ((DateTimeOffset at, int? day, int? tenth) in period.Instants())
        {
            booked = Book(period, booked, at, clock, tracker);
            said.Add((day, tenth, await AskAsync(period, analysis)));
        }

        Book(period, booked, period.Until, clock, tracker);
        double truth = Amount((await AskAsync(period, analysis)).Spent);
        return [.. said.Select(one => Point(one.Day, one.Tenth, one.Projection, truth))];
    }

    private int Book(CostPeriod period, int booked, DateTimeOffset until, StandingClock clock, ICostTracker tracker)
    {
        for (; booked < period.Events.Count && period.Events[booked] is var one && one.Time < until; booked++)
        {
            clock.Now = one.Time;
            CostReceipt receipt = one.Usage is { } usage
                ? tracker.TrackModel(model, usage)
                : tracker.Track(CostUse.Stated(CostCategory.Compute, "load", 1, Money.Of(Math.Round(one.Amount, Decimals), Currency.Usd)));
            if (!receipt.IsPriced)
            {
                throw new UsageException($"The catalogue has no price of the model '{model}'. Give another by --model.");
            }
        }

        clock.Now = until;
        return booked;
    }

    private async Task<CostProjection> AskAsync(CostPeriod period, ICostAnalysis analysis) => await analysis.ProjectAsync(query =>
    {
        period.Ask(query);
        query.Paths(ways);
    });

    private static ProjectionPoint Point(int? day, int? tenth, CostProjection projection, double truth) => new(
        day,
        tenth,
        Amount(projection.Expected),
        Amount(projection.Linear!.Value),
        (Amount(projection.Quantile(0.1)), Amount(projection.Quantile(0.9))),
        (Amount(projection.Quantile(0.025)), Amount(projection.Quantile(0.975))),
        truth);

    private static double Amount(Money money) => (double)money.ToDecimal();

    private static ServiceProvider Services(string directory, TimeProvider clock)
    {
        var services = new ServiceCollection();
        services.AddSingleton(clock);
        services.AddLogging();
        services.AddCostMetering(o => (o.LedgerPath, o.SegmentBytes) = (directory, SegmentBytes));
        return services.BuildServiceProvider();
    }
}
