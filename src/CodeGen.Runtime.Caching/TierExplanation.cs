namespace CodeGen.Runtime.Caching;

/// <summary>What one tier holds under a key.</summary>
/// <param name="Holds">Whether it holds anything.</param>
/// <param name="Verdict">Whether that may be served, and if not why.</param>
/// <param name="Stamp">The log position from before the value began to be made, as <c>epoch/sequence</c>.</param>
/// <param name="Remaining">What is left of its life.</param>
/// <param name="Bytes">Its size: estimated in local memory, exact in the shared tier.</param>
/// <param name="Cost">What it cost to make, in the host's currency.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Detail">Anything else worth knowing, such as why a frame was refused.</param>
public sealed record TierExplanation(
    bool Holds,
    CacheMissReason Verdict,
    string? Stamp = null,
    TimeSpan? Remaining = null,
    long Bytes = 0,
    decimal Cost = 0,
    IReadOnlyList<string>? Tags = null,
    string? Detail = null);
