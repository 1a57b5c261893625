using System.Globalization;
using CodeGen.Host.Costs;
using CodeGen.Runtime.Costs;

namespace CodeGen.Host.Endpoints;

/// <summary>Analyses as JSON.</summary>
internal static class AnalysisJson
{
    public static object Of(CostProjection month, double[] quantiles) => new
    {
        from = month.From,
        until = month.Until,
        spent = MoneyJson.Of(month.Spent),
        linear = Of(month.Linear),
        expected = MoneyJson.Of(month.Expected),
        quantiles = quantiles.ToDictionary(static share => share.ToString(CultureInfo.InvariantCulture), share => MoneyJson.Of(month.Quantile(share))),
        isReliable = month.IsReliable,
        unconverted = month.Unconverted.Select(static one => MoneyJson.Of(one.Amount)),
    };

    public static object Of(CostTrend trend) => new
    {
        from = trend.From,
        until = trend.Until,
        total = MoneyJson.Of(trend.Total),
        previous = Of(trend.Previous),
        ratio = trend.Ratio,
        changePerMonth = trend.Slope is { } slope ? new { amount = MoneyJson.Of(slope.PerMonth), low = MoneyJson.Of(slope.Low), high = MoneyJson.Of(slope.High), isClear = slope.IsClear } : null,
        shifts = trend.Shifts.Select(static shift => new { at = shift.At, before = MoneyJson.Of(shift.Before), after = MoneyJson.Of(shift.After) }),
    };

    public static object Of(UnitCostGroup group) => new
    {
        value = group.Value,
        requests = group.Whole.Requests,
        outputTokens = group.Whole.OutputTokens,
        cost = MoneyJson.Of(group.Whole.Cost),
        perRequest = Of(group.Whole.PerRequest),
        perThousandOutputTokens = Of(group.Whole.PerThousandOutputTokens),
        shifts = group.Shifts.Select(static shift => new
        {
            kind = Name(shift.Kind),
            at = shift.At,
            before = MoneyJson.Of(shift.Before),
            after = MoneyJson.Of(shift.After),
            perMonth = MoneyJson.Of(shift.PerMonth),
            effects = new { price = MoneyJson.Of(shift.Effects.Price), tokens = MoneyJson.Of(shift.Effects.Tokens), mix = MoneyJson.Of(shift.Effects.Mix) },
        }),
    };

    public static object Of(MachineUse use) => new
    {
        name = use.Name,
        paidHours = use.PaidHours,
        observedHours = use.ObservedHours,
        utilization = use.Utilization,
        idleShare = use.IdleShare,
        cost = MoneyJson.Of(use.Cost),
        idleCost = MoneyJson.Of(use.IdleCost),
        notObservedCost = MoneyJson.Of(use.NotObservedCost),
    };

    public static object Of(CostAnomaly anomaly) => new
    {
        from = anomaly.From,
        until = anomaly.Until,
        kind = Name(anomaly.Kind),
        severity = Math.Round(anomaly.Severity, 2),
        actual = MoneyJson.Of(anomaly.Actual),
        expected = MoneyJson.Of(anomaly.Expected),
        usual = new { low = MoneyJson.Of(anomaly.Low), high = MoneyJson.Of(anomaly.High) },
        explanations = anomaly.Explanations.Select(static one => new
        {
            dimension = one.Dimension,
            contributions = one.Contributions.Select(static part => new { value = part.Value, isOther = part.IsOther, isNew = part.IsNew, change = MoneyJson.Of(part.Change), share = Math.Round(part.Share, 4) }),
        }),
    };

    public static object Of(BudgetDefinition budget, BudgetProjection? projection) => new
    {
        name = budget.Name,
        limit = MoneyJson.Of(budget.Limit),
        window = projection?.Window.Id,
        spent = Of(projection?.Costs.Spent),
        expected = Of(projection?.Costs.Expected),
        probability = projection?.Limit.Probability,
        exhausted = projection is { Limit.Expected: not null } ? new { early = projection.Limit.Early, expected = projection.Limit.Expected, late = projection.Limit.Late } : null,
        isReliable = projection?.IsReliable,
    };

    private static MoneyJson? Of(Money? money) => money is { } known ? MoneyJson.Of(known) : null;

    private static string Name<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
