namespace CodeGen.Runtime.Costs;

/// <summary>What would have cost less otherwise. Immutable; thread-safe.</summary>
public sealed class RecommendationReport
{
    internal RecommendationReport()
    {
    }

    /// <summary>The first instant that was replayed, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The first instant after it, UTC.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The currency of all amounts.</summary>
    public required Currency Currency { get; init; }

    /// <summary>What was paid in that time, as far as it could be converted.</summary>
    public required Money Cost { get; init; }

    /// <summary>How many charges were replayed.</summary>
    public required long Charges { get; init; }

    /// <summary>How many of them are requests of models.</summary>
    public required long Requests { get; init; }

    /// <summary>How many of those the price book, asked again, priced as the ledger has it; the others were not replayed otherwise.</summary>
    public required long Reproduced { get; init; }

    /// <summary>How many charges were left out because no rate into the currency is known, or no price.</summary>
    public required long LeftOut { get; init; }

    /// <summary>What is worth doing, the largest saving first. Empty where nothing is.</summary>
    public required IReadOnlyList<Recommendation> Recommendations { get; init; }

    /// <summary>Those of them that can be done together, and what that saves.</summary>
    public required RecommendationPlan Plan { get; init; }

    /// <summary>Recommenders that had nothing to go by, and what they must be told.</summary>
    public required IReadOnlyList<SilentRecommender> Silent { get; init; }

    /// <summary>Problems of the ledger in that time: records that could not be read, or are no longer there.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
}
