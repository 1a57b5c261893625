using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Costs;

/// <summary>Checks <see cref="CostMeteringOptions"/> when the host starts.</summary>
internal sealed class CostMeteringOptionsValidator : IValidateOptions<CostMeteringOptions>
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(3_660);

    public ValidateOptionsResult Validate(string? name, CostMeteringOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = new List<string>();
        if (options.LedgerPath is { } path && string.IsNullOrWhiteSpace(path))
        {
            errors.Add($"{Path(nameof(options.LedgerPath))} is blank; write a directory, or leave it out for one that goes with the process.");
        }

        if (!Currency.TryParse(options.Currency, out Currency currency) || currency == Currency.None)
        {
            errors.Add($"{Path(nameof(options.Currency))} is '{AttributionText.Clean(options.Currency)}'; write an ISO 4217 code such as USD.");
        }

        try
        {
            _ = BudgetPeriod.Monthly(options.BillingZone);
        }
        catch (ArgumentException e)
        {
            errors.Add($"{Path(nameof(options.BillingZone))}: {e.Message}");
        }

        try
        {
            ToLog(options, "ledger").Validate();
        }
        catch (ArgumentException e)
        {
            errors.Add($"{CostMeteringOptions.SectionName}: {e.Message}");
        }

        CheckRollups(options, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    public static LedgerLogOptions ToLog(CostMeteringOptions options, string directory) => new()
    {
        Directory = directory,
        SegmentBytes = options.SegmentBytes,
        Remembrance = options.Remembrance,
        MaxRememberedIds = options.MaxRememberedIds,
        MaxGroupWait = options.MaxGroupWait,
        Strict = options.StrictFlush,
    };

    private static void CheckRollups(CostMeteringOptions options, List<string> errors)
    {
        if (options.RollupPath is { } path && (string.IsNullOrWhiteSpace(path) || Directory.Exists(path)))
        {
            errors.Add($"{Path(nameof(options.RollupPath))} is '{AttributionText.Clean(path)}'; write the name of a file, or leave it out for one in the directory of the ledger.");
        }

        Range(options.RollupInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), nameof(options.RollupInterval));
        Range(options.MaxRollupLag, TimeSpan.FromSeconds(10), TimeSpan.FromDays(1), nameof(options.MaxRollupLag));
        Range(options.KeepMinutes, TimeSpan.FromHours(1), s_longest, nameof(options.KeepMinutes));
        Range(options.KeepHours, TimeSpan.FromDays(1), s_longest, nameof(options.KeepHours));
        Range(options.KeepDays, TimeSpan.FromDays(31), s_longest, nameof(options.KeepDays));
        NotLonger(options.KeepMinutes, nameof(options.KeepMinutes), options.KeepHours, nameof(options.KeepHours));
        NotLonger(options.KeepHours, nameof(options.KeepHours), options.KeepDays, nameof(options.KeepDays));

        void Range(TimeSpan value, TimeSpan min, TimeSpan max, string name)
        {
            if (value < min || value > max)
            {
                errors.Add($"{Path(name)} is {value}; write a time from {min} to {max}.");
            }
        }

        void NotLonger(TimeSpan finer, string finerName, TimeSpan coarser, string coarserName)
        {
            if (finer > coarser)
            {
                errors.Add($"{Path(finerName)} is {finer}, longer than {Path(coarserName)}, {coarser}; finer sums are kept no longer than coarser ones.");
            }
        }
    }

    private static string Path(string option) => $"{CostMeteringOptions.SectionName}:{option}";
}
