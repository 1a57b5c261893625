using System.Diagnostics;
using System.Globalization;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Conformance.Recommendations;

/// <summary>Savings that lie in a month are found and priced; in a month without any nothing is said.</summary>
internal static class RecommendationVerb
{
    public static Verb Verb { get; } = new(
        "recommendations",
        "books a month of requests in which three savings lie, and one in which none does: each has to be found and priced, and nothing else may be said",
        [
            new("calls", "N", "1000000", "how many requests each month has"),
            new("seed", "S", "1", "of what is random"),
            new("within", "SHARE", "0.02", "how far a saving may be from the truth, as a part of it"),
        ],
        RunAsync);

    private static async Task RunAsync(Arguments arguments, Report report)
    {
        int calls = arguments.Int("calls", 10_000, 50_000_000);
        int seed = arguments.Int("seed", 0, int.MaxValue);
        double within = arguments.Number("within", 0, 1);
        await JudgeAsync(calls, seed, within, saves: true, report);
        await JudgeAsync(calls, seed, within, saves: false, report);
    }

    private static async Task JudgeAsync(int calls, int seed, double within, bool saves, Report report)
    {
        string folder = Directory.CreateTempSubdirectory("codegen-recommendations-").FullName;
        try
        {
            var services = new ServiceCollection();
            services.AddSingleton<TimeProvider>(new MonthClock());
            services.AddLogging();
            services.AddCostMetering(o => o.LedgerPath = folder).Services.Configure<CostRecommendationOptions>(PlantedMonth.Configure);
            await using ServiceProvider provider = services.BuildServiceProvider();
            var month = new PlantedMonth(seed, provider.GetRequiredService<PriceBook>(), saves);
            ICostTracker tracker = provider.GetRequiredService<ICostTracker>();
            long began = Stopwatch.GetTimestamp();
            foreach (var (served, usage, time, attribution) in month.Requests(calls))
            {
                tracker.TrackModel(served, usage, new CostTerms { Attribution = attribution, EventTime = time });
            }

            Console.Error.WriteLine($"booked {calls:#,0} requests in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
            began = Stopwatch.GetTimestamp();
            RecommendationReport found = await provider.GetRequiredService<ICostRecommendations>().RecommendAsync(q => q.Month(2026, 9));
            Write(found, month, saves, Stopwatch.GetElapsedTime(began));
            Judge(found, month, within, saves, calls, report);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Judge(RecommendationReport found, PlantedMonth month, double within, bool saves, int calls, Report report)
    {
        string name = saves ? "month with savings" : "month without";
        report.Check(found.Reproduced == calls, $"{name}: requests priced again as they are", calls, found.Reproduced);
        report.Check(Money.Of(month.Cost, Currency.Usd) == found.Cost, $"{name}: cost", Money.Of(month.Cost, Currency.Usd), found.Cost);
        Recommendation[] planned = [.. found.Recommendations.Where(static one => one.IsInPlan)];
        if (!saves)
        {
            report.Check(found.Recommendations.Count == 0, $"{name}: recommendations", "none", string.Join(", ", found.Recommendations));
            return;
        }

        report.Check(planned.Length == month.Savings.Count, $"{name}: recommendations in the plan", string.Join(", ", month.Savings.Keys), string.Join(", ", planned.Select(static one => one.Id)));
        foreach ((string id, decimal truth) in month.Savings)
        {
            decimal? priced = planned.FirstOrDefault(one => one.Id == id)?.Saving.PerMonth.ToDecimal();
            report.Check(priced is { } amount && Math.Abs(amount - truth) <= (decimal)within * truth, $"{name}: saving of {id}", truth, priced is null ? "nothing" : priced);
        }

        // No request is in two of the classes, so nothing is saved twice.
        decimal all = month.Savings.Values.Sum();
        report.Check(Math.Abs(found.Plan.Saving.PerMonth.ToDecimal() - all) <= (decimal)within * all, $"{name}: saving of the plan", all, found.Plan.Saving.PerMonth);
    }

    private static void Write(RecommendationReport found, PlantedMonth month, bool saves, TimeSpan took)
    {
        var table = new Table("recommendation", "in the plan", "USD a month", "truth", "95 % of resampled days", "confidence");
        foreach (Recommendation one in found.Recommendations)
        {
            table.Add(
                one.Id, one.IsInPlan ? "yes" : "no", Text(one.Saving.PerMonth), saves && month.Savings.TryGetValue(one.Id, out decimal truth) ? truth.ToString("0.00", CultureInfo.InvariantCulture) : "",
                $"{Text(one.Saving.Low)} to {Text(one.Saving.High)}", one.Confidence);
        }

        table.Add("the plan", "", Text(found.Plan.Saving.PerMonth), month.Savings.Values.Sum().ToString("0.00", CultureInfo.InvariantCulture), $"{Text(found.Plan.Saving.Low)} to {Text(found.Plan.Saving.High)}", "");
        table.Write(string.Create(CultureInfo.InvariantCulture, $"a month {(saves ? "with three savings" : "without savings")}: {found.Charges:#,0} charges, {Text(found.Cost)} USD, replayed in {took.TotalSeconds:0.0} s"));
    }

    private static string Text(Money amount) => amount.ToDecimal().ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>The day after the month.</summary>
    private sealed class MonthClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => PlantedMonth.End.AddHours(12);
    }
}
