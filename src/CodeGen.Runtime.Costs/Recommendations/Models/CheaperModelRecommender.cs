using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>Another model for a class of requests, where an evaluation said how many of its answers are good enough.</summary>
internal sealed class CheaperModelRecommender(CostRecommendationOptions options) : ICostRecommender
{
    public string Name => "cheaper-model";

    public string Needs => $"Name models that could answer instead, with the measured acceptance of their answers, under {CostRecommendationOptions.SectionName}:{nameof(CostRecommendationOptions.Models)}.";

    public ICostReplay? Begin(RecommendationContext context) => options.Models.Count == 0 ? null : new StatedChanges(options.Models.Select(static one => Draft(one.Key, one.Value)));

    private static RecommendationDraft Draft(string name, ModelAlternativeOptions model) => new()
    {
        Subject = name,
        Title = $"Let {model.Model} answer {StatedChanges.Class(model.Where, model.FromModel)}",
        Change = new CallChange
        {
            Where = new Dictionary<string, string>(model.Where),
            FromModel = model.FromModel,
            FromProvider = model.FromProvider,
            Model = model.Model,
            Provider = model.Provider,
            InputRatio = model.InputRatio,
            OutputRatio = model.OutputRatio,
            Acceptance = model.Acceptance!.Value,
        },
        Evidence = [new("acceptance", model.Acceptance.Value.ToString("P2", CultureInfo.InvariantCulture)), new("evaluation", model.Evidence!)],
        Assumptions =
        [
            model is { InputRatio: 1, OutputRatio: 1 }
                ? "It counts as many tokens of a prompt, and answers with as many."
                : string.Create(CultureInfo.InvariantCulture, $"It counts {model.InputRatio} tokens of a prompt, and answers with {model.OutputRatio}, for each one of the model before."),
            model.Acceptance == 1
                ? "All of its answers are good enough."
                : "Answers that are not good enough are asked of the model before again, and both are paid for.",
        ],
        Confidence = model.Acceptance == 1 && model is { InputRatio: 1, OutputRatio: 1 } ? RecommendationConfidence.High : RecommendationConfidence.Medium,
        Configuration = RequestSnippet.Of(model.Provider, ("model", model.Model!)),
    };
}
