namespace CodeGen.Runtime.Costs;

/// <summary>A recommendation that was followed, and what it promised. Immutable; thread-safe.</summary>
public sealed record Promise
{
    /// <summary>The recommendation's id.</summary>
    public required string Id { get; init; }

    /// <summary>What was done, in a sentence.</summary>
    public required string Title { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The saving that was promised as a part of what was paid before: 0 to 1.</summary>
    public required decimal Share { get; init; }

    /// <summary>The saving a month that was promised.</summary>
    public required Money PerMonth { get; init; }

    /// <summary>How requests of models are made otherwise; <see langword="null"/> where it is about something else.</summary>
    public CallChange? Change { get; init; }

    /// <summary>How it is checked where it is not about requests of models.</summary>
    public PromiseMeasure? Measure { get; init; }

    /// <summary>What a unit of <see cref="Measure"/> cost before, in units of the currency of <see cref="PerMonth"/>.</summary>
    public decimal? UnitCost { get; init; }
}
