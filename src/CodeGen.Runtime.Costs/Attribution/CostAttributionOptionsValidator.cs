using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Costs;

/// <summary>Checks <see cref="CostAttributionOptions"/>; every message names the setting, the value and the range.</summary>
internal sealed class CostAttributionOptionsValidator : IValidateOptions<CostAttributionOptions>
{
    private const int MostValues = 10_000_000;
    private const int MostTagNames = 1_000;

    public static List<string> Check(CostAttributionOptions options)
    {
        var errors = new List<string>();
        Range(options.MaxValues, 1, MostValues, nameof(options.MaxValues));
        Range(options.MaxTagNames, 0, MostTagNames, nameof(options.MaxTagNames));
        foreach ((string dimension, int max) in options.MaxValuesOf)
        {
            string path = $"{nameof(options.MaxValuesOf)}:{AttributionText.Clean(dimension)}";
            Range(max, 1, MostValues, path);
            if (!CostDimension.IsKnown(dimension))
            {
                errors.Add($"{CostAttributionOptions.SectionName}:{path} is no dimension; write one of {string.Join(", ", CostDimension.Fixed)}, or tag. and a tag's name.");
            }
        }

        return errors;

        void Range(int value, int min, int max, string property)
        {
            if (value < min || value > max)
            {
                errors.Add($"{CostAttributionOptions.SectionName}:{property} is {value}; it must be between {min} and {max}.");
            }
        }
    }

    public ValidateOptionsResult Validate(string? name, CostAttributionOptions options) =>
        Check(options) is { Count: > 0 } errors ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
}
