namespace CodeGen.Runtime.Costs;

/// <summary>How much of what was paid for was used. Immutable; thread-safe.</summary>
public sealed class CostEfficiency
{
    internal CostEfficiency()
    {
    }

    /// <summary>The first instant, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The first instant after it, UTC.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>All machines together.</summary>
    public required MachineUse Machines { get; init; }

    /// <summary>By resource, the dearest first.</summary>
    public required IReadOnlyList<MachineUse> Resources { get; init; }

    /// <summary>By service, the dearest first: each has of a resource's busy and idle hours the share of the hours that it pays.</summary>
    public required IReadOnlyList<MachineUse> Services { get; init; }

    /// <summary>What was saved, such as by a cache, by currency.</summary>
    public required IReadOnlyList<Money> Savings { get; init; }

    /// <summary>Savings ÷ (costs + savings), 0 to 1, of amounts in the currency that is asked for; <see langword="null"/> where there are none.</summary>
    public required double? SavedShare { get; init; }

    /// <summary>Which share of the tokens of prompts a provider read from its cache, 0 to 1; <see langword="null"/> where there are none.</summary>
    public required double? ProviderCacheShare { get; init; }

    /// <summary>Which share of charges had no price when they were booked, 0 to 1; <see langword="null"/> where there are none.</summary>
    public required double? UnpricedShare { get; init; }

    /// <summary>Amounts that could not be converted, and are in no cost.</summary>
    public required IReadOnlyList<UnconvertedAmount> Unconverted { get; init; }

    /// <summary>Whether everything that was booked of this time is in the figures.</summary>
    public required bool IsWhole { get; init; }
}
