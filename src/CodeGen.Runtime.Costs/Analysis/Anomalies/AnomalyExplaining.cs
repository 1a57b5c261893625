using CodeGen.Runtime.Forecasting;

namespace CodeGen.Runtime.Costs;

/// <summary>Says which values of a dimension carry an anomaly.</summary>
internal static class AnomalyExplaining
{
    /// <summary>The key of what has no value: a value is never empty.</summary>
    public const string NoValue = "";

    /// <summary>The key of all values beyond those that are told apart: a value has no control characters.</summary>
    public const string OtherValues = "\u0001";

    /// <summary>A dimension whose shares of the change are nearer than this to those of usual costs says nothing.</summary>
    private const double LeastExplains = 0.2;

    /// <summary>So much of the change is enough.</summary>
    private const double Enough = 0.8;

    private const int MostValues = 5;

    /// <summary>What was usual of parts is a mean, and of the whole a median: within these bounds the parts are brought to the whole.</summary>
    private const double LeastScale = 0.2;
    private const double MostScale = 5;

    /// <param name="dimension">The dimension.</param>
    /// <param name="parts">Its values, but for those that cost just what they do usually.</param>
    /// <param name="actual">What the whole cost.</param>
    /// <param name="expected">What was usual.</param>
    /// <param name="currency">The currency.</param>
    /// <returns>Null where it explains nothing.</returns>
    public static CostExplanation? Of(string dimension, IReadOnlyList<Contribution> parts, double actual, double expected, Currency currency)
    {
        double change = actual - expected;
        double asUsual = actual - parts.Sum(static part => part.Value);
        double usual = parts.Sum(static part => part.Expected);
        double scale = usual > 0 ? (expected - asUsual) / usual : 1;
        scale = scale is >= LeastScale and <= MostScale ? scale : 1;
        (Contribution Part, double Share)[] shares = [.. parts.Select(part => (part, (part.Value - (scale * part.Expected)) / change)).OrderByDescending(static one => one.Item2).ThenBy(static one => one.part.Key, StringComparer.Ordinal)];
        double explains = Math.Min(1, (shares.Sum(one => Math.Abs(one.Share - (one.Part.Expected * scale / expected))) + Math.Abs(asUsual / expected)) / 2);
        if (change == 0 || !(expected > 0 ? explains >= LeastExplains : parts.Count > 0))
        {
            return null;
        }

        List<(Contribution Part, double Share)> carrying = [];
        double sum = 0;
        foreach ((Contribution part, double share) in shares.Where(static one => one.Share > 0 && one.Part.Key != OtherValues).Take(MostValues).TakeWhile(_ => sum < Enough))
        {
            carrying.Add((part with { Expected = scale * part.Expected }, share));
            sum += share;
        }

        return carrying.Count == 0 ? null : new CostExplanation(dimension, expected > 0 ? explains : 1, Told(carrying, actual, expected, currency));
    }

    /// <summary>That values are new, whatever the whole did.</summary>
    public static CostExplanation OfNew(string dimension, IReadOnlyList<Contribution> added, double actual, double expected, Currency currency)
    {
        double change = actual - expected;
        return new CostExplanation(dimension, 1, Told([.. added.Select(part => (part, change == 0 ? 0 : part.Value / change))], actual, expected, currency));
    }

    private static List<CostContribution> Told(List<(Contribution Part, double Share)> parts, double actual, double expected, Currency currency)
    {
        List<CostContribution> told = [];
        foreach ((Contribution part, double share) in parts)
        {
            var paid = AnalysisNumbers.Money(part.Value, currency);
            var was = AnalysisNumbers.Money(part.Expected, currency);
            told.Add(new CostContribution(part.Key == NoValue ? null : part.Key, paid, was, paid - was, share, part.IsNew, IsOther: false));
        }

        // The difference of rounded amounts is the anomaly's: the others take what rounding leaves.
        var total = AnalysisNumbers.Money(actual, currency);
        Money restPaid = total - Sum(told, static one => one.Actual);
        Money restChange = total - AnalysisNumbers.Money(expected, currency) - Sum(told, static one => one.Change);
        if (!restPaid.IsZero || !restChange.IsZero)
        {
            told.Add(new CostContribution(null, restPaid, restPaid - restChange, restChange, 1 - told.Sum(static one => one.Share), IsNew: false, IsOther: true));
        }

        return told;
    }

    private static Money Sum(List<CostContribution> told, Func<CostContribution, Money> of) => told.Select(of).Aggregate(static (sum, one) => sum + one);
}
