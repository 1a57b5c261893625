using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>What is to be judged: a value in any tier or in the making.</summary>
/// <param name="key">Its key, whose scopes are found in its text.</param>
/// <param name="tags">The members of its tags.</param>
/// <param name="stamp">What its maker knew.</param>
internal readonly struct Subject(in EntryKey key, string[] tags, in LogPosition stamp)
{
    public EntryKey Key { get; } = key;

    public string[] Tags { get; } = tags;

    public LogPosition Stamp { get; } = stamp;

    /// <summary>Patterns up to this sequence were matched before and did not concern it.</summary>
    public long PatternsCheckedTo { get; init; }
}
