using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>Charges like those of a host with 2,000 users in 50 projects: each works on two of them, through two of five services, mostly with three of twenty models.</summary>
internal static class YearCharges
{
    private const int Projects = 50;
    private const int Models = 20;
    private const int Users = 2_000;
    private const int Services = 5;

    private static readonly TimeSpan s_year = TimeSpan.FromDays(365);
    private static readonly string[] s_models = [.. Enumerable.Range(0, Models).Select(static i => $"model-{i:D2}")];

    public static PriceList Prices() => new()
    {
        Models = [.. Enumerable.Range(0, Models).Select(static i => ModelPrice.Flat(Model(i), 0.25m + (i * 0.35m), 1.25m + (i * 1.85m), 0.025m + (i * 0.035m)))],
    };

    public static void Book(ICostTracker tracker, YearClock clock, long charges)
    {
        DateTimeOffset began = clock.Now;
        var random = new Random(1);
        CostAttribution[] attributions =
        [
            .. Enumerable.Range(0, Users * 4).Select(static i => new CostAttribution
            {
                User = $"user-{i / 4:D4}",
                Project = $"project-{((i / 4) + (i % 2 * 7)) % Projects:D2}",
                Service = $"service-{((i / 4) + (i / 2 % 2)) % Services}",
            }),
        ];
        for (long i = 0; i < charges; i++)
        {
            clock.Now = began + (s_year * ((double)i / charges));

            // Few users do much: the square of a uniform number.
            double skew = random.NextDouble();
            int user = (int)(skew * skew * Users);
            int model = random.Next(10) < 9 ? (user + random.Next(3)) % Models : random.Next(Models);
            int input = random.Next(200, 20_000);
            var usage = new ModelUsage { InputTokens = input, CacheReadTokens = random.Next(3) == 0 ? 0 : input / 2, OutputTokens = random.Next(20, 2_000) };
            tracker.TrackModel(Model(model), usage, new CostTerms { Attribution = attributions[(user * 4) + random.Next(4)] });
        }

        clock.Now = began + s_year;
    }

    private static string Model(int i) => s_models[i];
}
