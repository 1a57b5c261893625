namespace CodeGen.Runtime.Costs;

/// <summary>What a recommender proposes, before anybody has decided whether it is worth saying. Immutable.</summary>
public sealed class RecommendationDraft
{
    /// <summary>What it is about, unlike all others of its recommender, and the same in the next report: the second part of the recommendation's id. At most 256 characters.</summary>
    public required string Subject { get; init; }

    /// <summary>What to do, in a sentence.</summary>
    public required string Title { get; init; }

    /// <summary>How requests of models would be made otherwise. The library replays it, alone and together with others, and checks it later.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="Savings"/> has what the recommender replayed itself.</value>
    public CallChange? Change { get; init; }

    /// <summary>What could be saved, where it is not <see cref="Change"/> that says it.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public DailySavings? Savings { get; init; }

    /// <summary>How it is checked later whether the saving came, where it is not <see cref="Change"/> that says it.</summary>
    /// <value>The default is <see langword="null"/>: it cannot be checked.</value>
    public PromiseMeasure? Measure { get; init; }

    /// <summary>The numbers that it rests on, beside those of the replay.</summary>
    public IReadOnlyList<RecommendationFact> Evidence { get; init; } = [];

    /// <summary>What must hold for the saving to come.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>How sure it is at best.</summary>
    /// <value>The default is <see cref="RecommendationConfidence.High"/>.</value>
    public RecommendationConfidence Confidence { get; init; } = RecommendationConfidence.High;

    /// <summary>What to write where: a snippet of configuration, or of a request.</summary>
    public required string Configuration { get; init; }

    /// <summary>What it decides anew, such as the machines of a service: of two with a common claim only one can be done. Requests that two changes would alter in the same respect are found by the replay.</summary>
    public IReadOnlyList<string> Claims { get; init; } = [];

    /// <summary>What all of <see cref="Savings"/>' cost was paid for, where others save parts of the same: a plan that has several of them counts it once.</summary>
    internal string? CostOf { get; init; }
}
