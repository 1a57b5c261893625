namespace CodeGen.Runtime.Costs;

/// <summary>Something that would have cost less otherwise: what, how much, on which numbers that rests, and how to do it. Immutable; thread-safe.</summary>
public sealed class Recommendation
{
    internal Recommendation()
    {
    }

    /// <summary>The recommender's name and its subject, with a slash between: the same in every report.</summary>
    public required string Id { get; init; }

    /// <summary>Which recommender found it.</summary>
    public required string Recommender { get; init; }

    /// <summary>What to do, in a sentence.</summary>
    public required string Title { get; init; }

    /// <summary>How much it would save, done alone.</summary>
    public required RecommendationSaving Saving { get; init; }

    /// <summary>How sure that is.</summary>
    public required RecommendationConfidence Confidence { get; init; }

    /// <summary>The numbers that it rests on.</summary>
    public required IReadOnlyList<RecommendationFact> Evidence { get; init; }

    /// <summary>What must hold for the saving to come.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }

    /// <summary>What to write where: a snippet of configuration, or of a request.</summary>
    public required string Configuration { get; init; }

    /// <summary>Whether it is in the report's <see cref="RecommendationReport.Plan"/>. What is not is an alternative to something that is.</summary>
    public required bool IsInPlan { get; init; }

    /// <summary>Ids of those that cannot be done together with it.</summary>
    public required IReadOnlyList<string> ConflictsWith { get; init; }

    /// <summary>How requests of models would be made otherwise; <see langword="null"/> where it is about something else.</summary>
    public CallChange? Change { get; init; }

    internal PromiseMeasure? Measure { get; init; }

    /// <summary>The title and the saving.</summary>
    public override string ToString() => $"{Title} ({Saving.PerMonth} a month)";
}
