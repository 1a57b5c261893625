using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Costs;

/// <summary>Checks <see cref="CostRecommendationOptions"/> when the host starts.</summary>
internal sealed class CostRecommendationOptionsValidator : IValidateOptions<CostRecommendationOptions>
{
    private const int MostDays = 400;
    private const decimal MostRatio = 10;

    public ValidateOptionsResult Validate(string? name, CostRecommendationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = new List<string>();
        CheckThresholds(options, errors);
        foreach ((string key, ModelAlternativeOptions one) in options.Models)
        {
            CheckModel(Path(nameof(options.Models), key), one, errors);
        }

        foreach ((string key, DeferrableRequestsOptions one) in options.Deferrable)
        {
            string path = Path(nameof(options.Deferrable), key);
            CheckWhere(path, one.Where, errors);
            Given(path, nameof(one.Tier), one.Tier, "the tier that could serve them, such as batch", errors);
            AlertOptionsReader.Range(one.Delay, TimeSpan.FromSeconds(1), TimeSpan.FromDays(MostDays), $"{path}:{nameof(one.Delay)}", errors);
        }

        foreach ((string key, UnboundRequestsOptions one) in options.Unbound)
        {
            string path = Path(nameof(options.Unbound), key);
            CheckWhere(path, one.Where, errors);
            Given(path, nameof(one.Geo), one.Geo, "the place that they are bound to, such as us", errors);
        }

        MachineOptionsCheck.Check(options, errors);
        CheckPrompts(options.Prompts, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckThresholds(CostRecommendationOptions options, List<string> errors)
    {
        AlertOptionsReader.Range(options.Window, TimeSpan.FromDays(1), TimeSpan.FromDays(MostDays), Path(nameof(options.Window)), errors);
        if (options.Window.Ticks % TimeSpan.TicksPerDay != 0)
        {
            errors.Add($"{Path(nameof(options.Window))} is {options.Window}; write whole days.");
        }

        AlertOptionsReader.Range(options.MinimumSaving, 0, 1e12m, Path(nameof(options.MinimumSaving)), errors);
        AlertOptionsReader.Range(options.MinimumShare, 0, 1, Path(nameof(options.MinimumShare)), errors);
        AlertOptionsReader.Range(options.MinimumCharges, 1, int.MaxValue, Path(nameof(options.MinimumCharges)), errors);
        AlertOptionsReader.Range(options.MinimumDays, 1, MostDays, Path(nameof(options.MinimumDays)), errors);
        AlertOptionsReader.Range(options.PromiseTolerance, 0, 1, Path(nameof(options.PromiseTolerance)), errors);
        AlertOptionsReader.Range(options.MemoryPrice ?? 0, 0, 1e6m, Path(nameof(options.MemoryPrice)), errors);
        if (options.PromisesPath is { } file && (string.IsNullOrWhiteSpace(file) || Directory.Exists(file)))
        {
            errors.Add($"{Path(nameof(options.PromisesPath))} is '{AttributionText.Clean(file)}'; write the name of a file, or leave it out for one in the directory of the ledger.");
        }
    }

    private static void CheckModel(string path, ModelAlternativeOptions one, List<string> errors)
    {
        CheckWhere(path, one.Where, errors);
        Given(path, nameof(one.FromModel), one.FromModel, "the model that answers now", errors);
        Given(path, nameof(one.Model), one.Model, "the model that could answer", errors);
        Given(path, nameof(one.Evidence), one.Evidence, "where its acceptance was measured, such as the name, date and size of an evaluation", errors);
        if (one.Acceptance is not { } acceptance)
        {
            errors.Add($"{path}:{nameof(one.Acceptance)} is missing; write the part of its answers that is good enough, as it was measured: 0.97 for 97 %.");
        }
        else if (acceptance is <= 0 or > 1 || decimal.Round(acceptance, 6) != acceptance)
        {
            errors.Add($"{path}:{nameof(one.Acceptance)} is {acceptance}; it must be above 0 and at most 1, with six decimals at most.");
        }

        Ratio(one.InputRatio, nameof(one.InputRatio));
        Ratio(one.OutputRatio, nameof(one.OutputRatio));

        void Ratio(decimal value, string property)
        {
            if (value is <= 0 or > MostRatio)
            {
                errors.Add($"{path}:{property} is {value}; it must be above 0 and at most {MostRatio}.");
            }
        }
    }

    private static void CheckPrompts(PromptPrefixOptions prompts, List<string> errors)
    {
        string path = Path(nameof(CostRecommendationOptions.Prompts));
        TagName(prompts.Tag, nameof(prompts.Tag));
        TagName(prompts.TokensTag, nameof(prompts.TokensTag));
        AlertOptionsReader.Range(prompts.MinimumTokens, 1, ModelUsage.MaxTokens, $"{path}:{nameof(prompts.MinimumTokens)}", errors);
        foreach ((string name, long tokens) in prompts.Tokens)
        {
            AlertOptionsReader.Range(tokens, 1, ModelUsage.MaxTokens, $"{path}:{nameof(prompts.Tokens)}:{AttributionText.Clean(name)}", errors);
        }

        void TagName(string tag, string property)
        {
            if (!AttributionText.IsTagName(tag))
            {
                errors.Add($"{path}:{property} is '{AttributionText.Clean(tag)}'; a tag's name is 1 to 64 ASCII letters, digits, '.', '_' or '-'.");
            }
        }
    }

    internal static void CheckWhere(string path, IDictionary<string, string> where, List<string> errors)
    {
        foreach ((string dimension, string value) in where)
        {
            if (!CostDimension.IsKnown(dimension))
            {
                errors.Add($"{path}:Where has '{AttributionText.Clean(dimension)}', which is no dimension; write one of {string.Join(", ", CostDimension.Fixed)}, or tag. and a tag's name.");
            }

            Given($"{path}:Where", dimension, value, "the value that charges must have", errors);
        }
    }

    internal static void Given(string path, string property, string? value, string what, List<string> errors)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            errors.Add($"{path}:{property} is missing; write {what}.");
        }
    }

    internal static string Path(string property, string? key = null) => $"{CostRecommendationOptions.SectionName}:{property}{(key is null ? string.Empty : $":{AttributionText.Clean(key)}")}";
}
