namespace CodeGen.Runtime.Costs;

/// <summary>A hold that is open as far as the journal was read: most are settled a moment later, so it stays bytes until the end.</summary>
/// <param name="Payload">The record of its reservation.</param>
/// <param name="OrphanedAt">Since when it is indeterminate, milliseconds since 1970; <see cref="long.MaxValue"/> where the end of its lease says so.</param>
/// <param name="Sequence">Where its record is; 0 for one of a snapshot.</param>
internal readonly record struct OpenHold(byte[] Payload, long OrphanedAt, long Sequence = 0);
