using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Costs;

/// <summary>Checks <see cref="BudgetsOptions"/> when the host starts.</summary>
internal sealed class BudgetsOptionsValidator : IValidateOptions<BudgetsOptions>
{
    private const decimal MostLocalShare = 0.5m;
    private const int ShareDecimals = 6;

    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_shortestChunk = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestChunk = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_shortestForecastInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromMinutes(1);

    public static List<BudgetDefinition> Read(BudgetsOptions options, List<string> errors)
    {
        Check(nameof(options.Lease), options.Lease, s_shortest, s_longest, errors);
        Check(nameof(options.SnapshotInterval), options.SnapshotInterval, s_shortest, s_longest, errors);
        Check(nameof(options.ChunkLife), options.ChunkLife, s_shortestChunk, s_longestChunk, errors);
        Check(nameof(options.ForecastInterval), options.ForecastInterval, s_shortestForecastInterval, s_longest, errors);
        Check(nameof(options.OpeningDelay), options.OpeningDelay, TimeSpan.Zero, s_longestDelay, errors);
        if (!Enum.IsDefined(options.SharedMode))
        {
            errors.Add($"{BudgetsOptions.SectionName}:{nameof(options.SharedMode)} is {options.SharedMode}; it must be one of {string.Join(", ", Enum.GetNames<SharedBudgetMode>())}.");
        }

        if (options.LocalShare is < 0 or > MostLocalShare || decimal.Round(options.LocalShare, ShareDecimals) != options.LocalShare)
        {
            errors.Add($"{BudgetsOptions.SectionName}:{nameof(options.LocalShare)} is {options.LocalShare}; it must be a share between 0 and {MostLocalShare}, with {ShareDecimals} decimals at most: 0.1 for 10 %. 0 sets nothing aside.");
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

    private static void Check(string name, TimeSpan value, TimeSpan shortest, TimeSpan longest, List<string> errors)
    {
        if (value < shortest || value > longest)
        {
            errors.Add($"{BudgetsOptions.SectionName}:{name} is {value}; it must be between {shortest} and {longest}.");
        }
    }

    public ValidateOptionsResult Validate(string? name, BudgetsOptions options)
    {
        var errors = new List<string>();
        _ = Read(options, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
