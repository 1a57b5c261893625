using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>Makes a definition of options, or says with configuration path, value and remedy why it is none.</summary>
internal static class BudgetOptionsReader
{
    private const decimal MostLimit = 1_000_000_000_000_000_000_000_000m;
    private const decimal MostAlert = 10m;
    private const int MostAlerts = 16;
    private const int AlertDecimals = 6;

    public static BudgetDefinition? Read(string name, BudgetOptions options, List<string> errors)
    {
        int before = errors.Count;
        string path = $"{BudgetsOptions.SectionName}:{nameof(BudgetsOptions.Definitions)}:{AttributionText.Clean(name)}";
        if (!AttributionText.IsTagName(name))
        {
            errors.Add($"{path}: a budget's name is 1 to 64 ASCII letters, digits, '.', '_' or '-'.");
        }

        KeyValuePair<string, string>[] scope = ReadScope(path, options, errors);
        if (!Currency.TryParse(options.Currency, out Currency currency) || currency == Currency.None)
        {
            errors.Add($"{path}:{nameof(options.Currency)} is '{AttributionText.Clean(options.Currency)}'; write an ISO 4217 code such as USD.");
        }

        if (options.Limit is <= 0 or > MostLimit)
        {
            errors.Add($"{path}:{nameof(options.Limit)} is {options.Limit}; it must be above 0 and at most {MostLimit}. To stop a budget from refusing, set {nameof(options.Mode)} to {nameof(BudgetMode.Observe)}.");
        }

        foreach (decimal alert in options.Alerts)
        {
            if (alert is <= 0 or > MostAlert || decimal.Round(alert, AlertDecimals) != alert)
            {
                errors.Add($"{path}:{nameof(options.Alerts)} has {alert}; each is a share of the limit above 0 and at most {MostAlert}, with {AlertDecimals} decimals at most: 0.8 for 80 %.");
            }
        }

        decimal[] alerts = [.. options.Alerts.Distinct().Order()];
        if (alerts.Length > MostAlerts)
        {
            errors.Add($"{path}:{nameof(options.Alerts)} has {alerts.Length} shares; {MostAlerts} is the most.");
        }

        if (!Enum.IsDefined(options.Mode))
        {
            errors.Add($"{path}:{nameof(options.Mode)} is {options.Mode}; it must be one of {string.Join(", ", Enum.GetNames<BudgetMode>())}.");
        }

        CheckForecast(path, options, errors);
        BudgetPeriod? period = ReadPeriod(path, options, errors);
        return errors.Count == before
            ? new BudgetDefinition(name, scope, period!, Money.Of(options.Limit, currency), alerts, options.Mode) { AlertOnForecast = options.AlertOnForecast }
            : null;
    }

    private static void CheckForecast(string path, BudgetOptions options, List<string> errors)
    {
        if (options.AlertOnForecast is not { } probability)
        {
            return;
        }

        string value = probability.ToString(CultureInfo.InvariantCulture);
        if (!(probability > 0 && probability <= 1))
        {
            errors.Add($"{path}:{nameof(options.AlertOnForecast)} is {value}; it must be a probability above 0 and at most 1: 0.8 for 80 %.");
        }

        if (options.Period == BudgetPeriodKind.Rolling)
        {
            errors.Add(
                $"{path}:{nameof(options.AlertOnForecast)} is {value}, and {nameof(options.Period)} is {nameof(BudgetPeriodKind.Rolling)}, which has no end to forecast to. Leave it out, or choose another period, such as {nameof(BudgetPeriodKind.Month)}.");
        }
    }

    private static KeyValuePair<string, string>[] ReadScope(string path, BudgetOptions options, List<string> errors)
    {
        foreach ((string dimension, string value) in options.Scope)
        {
            if (!CostDimension.IsKnown(dimension))
            {
                errors.Add(
                    $"{path}:{nameof(options.Scope)}:{AttributionText.Clean(dimension)} is no dimension; write one of {string.Join(", ", CostDimension.Fixed)}, or {CostDimension.TagPrefix} and a tag's name.");
            }

            if (AttributionText.Clean(value) is not { } clean || clean != value)
            {
                errors.Add(
                    $"{path}:{nameof(options.Scope)}:{AttributionText.Clean(dimension)} is '{AttributionText.Clean(value)}'; no attribution has this value as it is written. Write 1 to {CostAttribution.MaxValueLength} characters without blanks around them.");
            }
        }

        return [.. options.Scope.OrderBy(static pair => pair.Key, StringComparer.Ordinal)];
    }

    private static BudgetPeriod? ReadPeriod(string path, BudgetOptions options, List<string> errors)
    {
        try
        {
            return options.Period switch
            {
                BudgetPeriodKind.Day => BudgetPeriod.Daily(options.Zone),
                BudgetPeriodKind.Week => BudgetPeriod.Weekly(options.Zone),
                BudgetPeriodKind.SundayWeek => BudgetPeriod.Weekly(options.Zone, DayOfWeek.Sunday),
                BudgetPeriodKind.Month => BudgetPeriod.Monthly(options.Zone),
                BudgetPeriodKind.Quarter => BudgetPeriod.Quarterly(options.Zone),
                BudgetPeriodKind.Year => BudgetPeriod.Yearly(options.Zone),
                BudgetPeriodKind.FiscalYear => BudgetPeriod.FiscalYear(options.FiscalYearStart, options.Zone),
                BudgetPeriodKind.Rolling => BudgetPeriod.Rolling(options.Rolling, options.Buckets),
                BudgetPeriodKind.Once when options is { From: { } from, Until: { } until } => BudgetPeriod.Once(from, until),
                BudgetPeriodKind.Once => throw new ArgumentException($"{nameof(BudgetPeriodKind.Once)} needs {nameof(options.From)} and {nameof(options.Until)}."),
                _ => throw new ArgumentException($"{options.Period} must be one of {string.Join(", ", Enum.GetNames<BudgetPeriodKind>())}."),
            };
        }
        catch (ArgumentException e)
        {
            errors.Add($"{path}:{PropertyOf(options.Period, e.ParamName)}: {e.Message}");
            return null;
        }
    }

    /// <summary>Which setting the period's own check complained of.</summary>
    private static string PropertyOf(BudgetPeriodKind kind, string? parameter) => (kind, parameter) switch
    {
        (_, "zone") => nameof(BudgetOptions.Zone),
        (_, "startMonth") => nameof(BudgetOptions.FiscalYearStart),
        (_, "length") => nameof(BudgetOptions.Rolling),
        (_, "buckets") => nameof(BudgetOptions.Buckets),
        (_, "from") => nameof(BudgetOptions.From),
        (_, "until") => nameof(BudgetOptions.Until),
        _ => nameof(BudgetOptions.Period),
    };
}
