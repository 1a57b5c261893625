using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>What is to be judged: a value in any tier or in the making.</summary>
internal readonly struct Subject
{
    public required string Member { get; init; }

    public required string KeyText { get; init; }

    public required string[] Scopes { get; init; }

    public required string[] Tags { get; init; }

    public required LogPosition Stamp { get; init; }

    /// <summary>Patterns up to this sequence were matched before and did not concern it.</summary>
    public long PatternsCheckedTo { get; init; }
}
