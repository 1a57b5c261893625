namespace CodeGen.Runtime.Coordination;

/// <summary>A part of the compacted log, in ascending order of sequence, and the head as it was when the part was read.</summary>
/// <param name="Head">The head.</param>
/// <param name="Members">Members with the sequence of the last record that raised them.</param>
internal sealed record LogPage(LogHead Head, IReadOnlyList<KeyValuePair<string, long>> Members);
