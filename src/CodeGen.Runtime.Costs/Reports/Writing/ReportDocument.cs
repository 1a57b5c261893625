using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>A report as JSON has it.</summary>
internal sealed record ReportDocument(
    DateTimeOffset From,
    DateTimeOffset Until,
    string Zone,
    string Currency,
    bool IsWhole,
    long LastSequence,
    long Unreadable,
    IReadOnlyList<string> GroupBy,
    ReportDocument.Figures Total,
    ReportDocument.Comparison? TotalChange,
    IReadOnlyList<ReportDocument.Group> Groups,
    IReadOnlyList<ReportDocument.Group> Vanished,
    IReadOnlyList<UnpricedUse> Unpriced,
    IReadOnlyList<CostReportGap> Gaps)
{
    public static ReportDocument Of(CostReport report) => new(
        report.From,
        report.Until,
        report.Zone,
        report.Currency.Code,
        report.IsWhole,
        report.LastSequence,
        report.Unreadable,
        report.GroupBy,
        Figures.Of(report.Total),
        Comparison.Of(report.TotalChange),
        [.. report.Groups.Select(Group.Of)],
        [.. report.Vanished.Select(Group.Of)],
        report.Unpriced,
        report.Gaps);

    private static string Shown(Money amount)
    {
        Span<char> digits = stackalloc char[48];
        return new string(digits[..FocusNumbers.Format(amount.Picos, digits)]);
    }

    private static IReadOnlyList<Amount> Amounts(IReadOnlyList<Money> amounts) => [.. amounts.Select(Amount.Of)];

    internal sealed record Amount(string Currency, string Value)
    {
        public static Amount Of(Money amount) => new(amount.Currency.Code, Shown(amount));
    }

    internal sealed record Unconverted(string Currency, string Value, DateOnly FirstDay, DateOnly LastDay, string Reason);

    internal sealed record Quantity(string Unit, string Numerator, string Denominator);

    internal sealed record Percentiles(string Currency, long Requests, string P50, string P95);

    internal sealed record Group(IReadOnlyList<string?> Key, bool IsOther, Figures Figures, decimal? Share, Comparison? Change)
    {
        public static Group Of(CostReportGroup group) => new(group.Key, group.IsOther, ReportDocument.Figures.Of(group.Figures), group.Share, Comparison.Of(group.Change));
    }

    internal sealed record Comparison(bool IsNew, IReadOnlyList<Amount> Differences, string? ConvertedDifference, decimal? Ratio, Figures? Previous)
    {
        public static Comparison? Of(CostChange? change) => change is null
            ? null
            : new(
                change.IsNew,
                Amounts(change.Differences),
                change.ConvertedDifference is { } difference ? Shown(difference) : null,
                change.Ratio,
                change.Previous is { } previous ? Figures.Of(previous) : null);
    }

    internal sealed record Figures(
        IReadOnlyList<Amount> Costs,
        string ConvertedCost,
        IReadOnlyList<Unconverted> Unconverted,
        IReadOnlyList<Amount> Savings,
        long Charges,
        long Corrections,
        long SavingRecords,
        long Requests,
        long Unpriced,
        long Tokens,
        long OutputTokens,
        IReadOnlyList<Quantity> Quantities,
        IReadOnlyList<Amount> PerRequest,
        IReadOnlyList<Amount> PerThousandOutputTokens,
        IReadOnlyList<Amount> PerMillionTokens,
        IReadOnlyList<Percentiles> RequestCosts)
    {
        public static Figures Of(CostFigures figures) => new(
            Amounts(figures.Costs),
            Shown(figures.ConvertedCost),
            [.. figures.Unconverted.Select(static amount => new Unconverted(amount.Amount.Currency.Code, Shown(amount.Amount), amount.FirstDay, amount.LastDay, amount.Reason))],
            Amounts(figures.Savings),
            figures.Charges,
            figures.Corrections,
            figures.SavingRecords,
            figures.Requests,
            figures.Unpriced,
            figures.Tokens,
            figures.OutputTokens,
            [
                .. figures.Quantities.Select(static used => new Quantity(
                    used.Unit, used.Quantity.Numerator.ToString(CultureInfo.InvariantCulture), used.Quantity.Denominator.ToString(CultureInfo.InvariantCulture))),
            ],
            Amounts(figures.PerRequest),
            Amounts(figures.PerThousandOutputTokens),
            Amounts(figures.PerMillionTokens),
            [.. figures.RequestCosts.Select(static costs => new Percentiles(costs.P50.Currency.Code, costs.Requests, Shown(costs.P50), Shown(costs.P95)))]);
    }
}
