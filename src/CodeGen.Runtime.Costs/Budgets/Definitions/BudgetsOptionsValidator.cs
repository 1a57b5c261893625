using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Costs;

/// <summary>Checks <see cref="BudgetsOptions"/> when the host starts.</summary>
internal sealed class BudgetsOptionsValidator : IValidateOptions<BudgetsOptions>
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromMinutes(1);

    public static List<BudgetDefinition> Read(BudgetsOptions options, List<string> errors)
    {
        Check(nameof(options.Lease), options.Lease, errors);
        Check(nameof(options.SnapshotInterval), options.SnapshotInterval, errors);
        if (options.OpeningDelay < TimeSpan.Zero || options.OpeningDelay > s_longestDelay)
        {
            errors.Add($"{BudgetsOptions.SectionName}:{nameof(options.OpeningDelay)} is {options.OpeningDelay}; it must be between {TimeSpan.Zero} and {s_longestDelay}.");
        }

        if (!AttributionText.IsTagName(options.Namespace))
        {
            errors.Add($"{BudgetsOptions.SectionName}:{nameof(options.Namespace)} is '{AttributionText.Clean(options.Namespace)}'; it must be 1 to 64 ASCII letters, digits, '.', '_' or '-'.");
        }

        var definitions = new List<BudgetDefinition>(options.Definitions.Count);
        foreach ((string name, BudgetOptions budget) in options.Definitions.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            if (BudgetOptionsReader.Read(name, budget, errors) is { } definition)
            {
                definitions.Add(definition);
            }
        }

        return definitions;
    }

    private static void Check(string name, TimeSpan value, List<string> errors)
    {
        if (value < s_shortest || value > s_longest)
        {
            errors.Add($"{BudgetsOptions.SectionName}:{name} is {value}; it must be between {s_shortest} and {s_longest}.");
        }
    }

    public ValidateOptionsResult Validate(string? name, BudgetsOptions options)
    {
        var errors = new List<string>();
        _ = Read(options, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
