using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Costs;

/// <summary>Checks <see cref="PriceBookOptions"/> when the host starts; every message names the setting, the value and the remedy.</summary>
internal sealed class PriceBookOptionsValidator : IValidateOptions<PriceBookOptions>
{
    public ValidateOptionsResult Validate(string? name, PriceBookOptions options)
    {
        var errors = new List<string>();
        if (!Enum.IsDefined(options.UnknownModels))
        {
            errors.Add($"{Setting(nameof(options.UnknownModels))} is {options.UnknownModels}; it must be one of {string.Join(", ", Enum.GetNames<UnknownModelPolicy>())}.");
        }

        if (options.UnknownModels == UnknownModelPolicy.Ceiling && string.IsNullOrEmpty(options.CeilingModel))
        {
            errors.Add($"{Setting(nameof(options.CeilingModel))} is empty; {nameof(UnknownModelPolicy.Ceiling)} needs the id of a model that has a price.");
        }

        if (options.ReloadInterval != TimeSpan.Zero && (options.ReloadInterval < TimeSpan.FromSeconds(1) || options.ReloadInterval > TimeSpan.FromDays(1)))
        {
            errors.Add($"{Setting(nameof(options.ReloadInterval))} is {options.ReloadInterval}; it must be between 00:00:01 and 1.00:00:00, or 0 for never.");
        }

        Path(options.ContractPath, nameof(options.ContractPath));
        Path(options.HostPath, nameof(options.HostPath));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Path(string? path, string property)
        {
            if (path is not null && (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal)))
            {
                errors.Add($"{Setting(property)} is '{path}'; write the path of a file, or leave it out.");
            }
        }
    }

    private static string Setting(string property) => $"{PriceBookOptions.SectionName}:{property}";
}
