namespace CodeGen.Runtime.Costs;

/// <summary>How far a segment may be read.</summary>
/// <param name="Limit">Bytes from the file's start that are published, as far as is known.</param>
/// <param name="IsFinal">Whether nothing more will be written there, so that zeros behind the last record must be its end.</param>
/// <param name="NextSequence">The sequence of the record that begins at the limit; -1 where it is not known.</param>
internal readonly record struct SegmentEnd(long Limit, bool IsFinal, long NextSequence = -1)
{
    /// <summary>A segment that has a successor.</summary>
    public static SegmentEnd Final => new(long.MaxValue, true);

    /// <summary>A segment that another process may be writing.</summary>
    public static SegmentEnd Unknown => new(long.MaxValue, false);
}
