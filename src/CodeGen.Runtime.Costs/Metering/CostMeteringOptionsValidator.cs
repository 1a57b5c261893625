using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Costs;

/// <summary>Checks <see cref="CostMeteringOptions"/> when the host starts.</summary>
internal sealed class CostMeteringOptionsValidator : IValidateOptions<CostMeteringOptions>
{
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

    private static string Path(string option) => $"{CostMeteringOptions.SectionName}:{option}";
}
