using CodeGen.Runtime.Forecasting;

namespace CodeGen.Runtime.Costs;

/// <content>What is out of the ordinary.</content>
internal sealed partial class CostAnalysis
{
    /// <summary>So many values of a dimension are told apart, the dearest; all others are one.</summary>
    private const int MostValues = 200;

    private const int HoursOfWeek = HoursOfDay * DaysOfWeek;

    public async ValueTask<CostAnomalies> AnomaliesAsync(Action<CostAnomalyQuery>? configure = null, CancellationToken cancellationToken = default)
    {
        var query = new CostAnomalyQuery(time.GetUtcNow(), options.BillingZone);
        configure?.Invoke(query);
        var steps = new AnomalySteps(query);
        if (steps.Count == 0)
        {
            return new CostAnomalies { From = steps.First, Until = steps.End, LearntFrom = null, All = [], Unconverted = [], IsWhole = true };
        }

        // Without dimensions the whole is its only part.
        string?[] dimensions = query.Dimensions.Count > 0 ? [.. query.Dimensions] : [null];
        var parts = new Dictionary<string, double>[dimensions.Length][];
        CostReport? first = null;
        for (int at = 0; at < dimensions.Length; at++)
        {
            CostReport report = await PartsAsync(query, steps, dimensions[at], cancellationToken).ConfigureAwait(false);
            parts[at] = Parts(report, query, steps);
            first ??= report;
        }

        int known = Array.FindIndex(parts[0], static step => step.Count > 0);
        return new CostAnomalies
        {
            From = steps.From(Math.Min(steps.LookedAt, steps.Count - 1)),
            Until = steps.End,
            LearntFrom = known < 0 ? null : steps.From(known),
            All = known < 0 ? [] : Watch(query, steps, dimensions, parts, known, first!.Currency),
            Unconverted = first!.Total.Unconverted,
            IsWhole = first.IsWhole,
        };
    }

    private ValueTask<CostReport> PartsAsync(CostAnomalyQuery query, AnomalySteps steps, string? dimension, CancellationToken cancellationToken) => reports.ReportAsync(
        r =>
        {
            query.Ask(r, steps.First, steps.End).GroupBy(query.IsByDay ? CostReportDimension.Day : CostReportDimension.Hour);
            if (dimension is not null)
            {
                r.GroupBy(dimension).Top(MostValues);
            }
        },
        cancellationToken);

    private static Dictionary<string, double>[] Parts(CostReport report, CostAnomalyQuery query, AnomalySteps steps)
    {
        var parts = new Dictionary<string, double>[steps.Count];
        for (int step = 0; step < parts.Length; step++)
        {
            parts[step] = new Dictionary<string, double>(StringComparer.Ordinal);
        }

        foreach (CostReportGroup group in report.Groups)
        {
            int step = steps.IndexOf(query.IsByDay ? query.At(AnalysisNumbers.Day(group.Key[0])) : AnalysisNumbers.Hour(group.Key[0]));
            if (step >= 0 && step < parts.Length)
            {
                string key = group.IsOther ? AnomalyExplaining.OtherValues : group.Key.Count > 1 ? group.Key[1] ?? AnomalyExplaining.NoValue : AnomalyExplaining.NoValue;
                parts[step][key] = AnalysisNumbers.Double(group.Figures.ConvertedCost);
            }
        }

        return parts;
    }

    private static List<CostAnomaly> Watch(CostAnomalyQuery query, AnomalySteps steps, string?[] dimensions, Dictionary<string, double>[][] parts, int first, Currency currency)
    {
        KeyedAnomalyOptions watched = Options(query, steps.Count - first);
        KeyedAnomalyDetector[] detectors = [.. dimensions.Select(_ => new KeyedAnomalyDetector(watched))];
        List<CostAnomaly> anomalies = [];
        for (int step = first; step < steps.Count; step++)
        {
            bool isKnown = query.IsKnown(steps.From(step), steps.Until(step));
            KeyedAnomalyVerdict[] verdicts = [.. detectors.Select((detector, at) => detector.Observe(parts[at][step], isKnown))];
            if (step >= steps.LookedAt && Array.Exists(verdicts, static verdict => verdict.IsAnomaly) && double.IsFinite(verdicts[0].Total.Expected))
            {
                anomalies.Add(Told(steps, step, dimensions, verdicts, currency));
            }
        }

        return anomalies;
    }

    /// <summary>By the week where five of them are known, since weekends differ; by the day before that.</summary>
    private static KeyedAnomalyOptions Options(CostAnomalyQuery query, int known)
    {
        AnomalyOptions total = query.IsByDay ? new AnomalyOptions { Period = DaysOfWeek, Hold = DaysOfWeek }
            : known >= 5 * HoursOfWeek ? new AnomalyOptions { Period = HoursOfWeek, Seasons = 4, Hold = HoursOfDay }
            : new AnomalyOptions { Period = HoursOfDay, Hold = HoursOfDay };
        return new KeyedAnomalyOptions { Total = total with { Threshold = query.Severity } };
    }

    private static CostAnomaly Told(AnomalySteps steps, int step, string?[] dimensions, KeyedAnomalyVerdict[] verdicts, Currency currency)
    {
        AnomalyVerdict total = verdicts[0].Total;
        IEnumerable<CostExplanation> explanations = dimensions
            .Zip(verdicts)
            .Where(pair => pair.First is not null && (total.IsAnomaly || pair.Second.NewKeys.Count > 0))
            .Select(pair => total.IsAnomaly
                ? AnomalyExplaining.Of(pair.First!, pair.Second.Contributions, total.Value, total.Expected, currency)
                : AnomalyExplaining.OfNew(pair.First!, pair.Second.NewKeys, total.Value, total.Expected, currency))
            .OfType<CostExplanation>();
        return new CostAnomaly(
            steps.From(step),
            steps.Until(step),
            total.Kind switch
            {
                AnomalyKind.Point => CostAnomalyKind.Point,
                AnomalyKind.LevelShift => CostAnomalyKind.LevelShift,
                _ => CostAnomalyKind.NewValue,
            },
            total.Severity,
            AnalysisNumbers.Money(total.Value, currency),
            AnalysisNumbers.Money(total.Expected, currency),
            AnalysisNumbers.Money(Math.Max(0, total.Usual.Low), currency),
            AnalysisNumbers.Money(Math.Max(0, total.Usual.High), currency),
            [.. explanations.OrderByDescending(static one => one.Explains).ThenBy(static one => one.Dimension, StringComparer.Ordinal)]);
    }
}
