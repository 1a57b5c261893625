namespace CodeGen.Runtime.Caching;

/// <summary>The last removal or set of one key that this node heard of.</summary>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Sequence">Its sequence: values of the key stamped before it are dead.</param>
/// <param name="IsSet">Whether a value is coming with this sequence as its stamp.</param>
/// <param name="HeardAt">When it was applied here, on the coarse clock.</param>
/// <param name="Inline">That value's frame, when it was small enough to travel along.</param>
internal sealed record KeyRecord(ulong Epoch, long Sequence, bool IsSet, ReadOnlyMemory<byte> Inline, long HeardAt);
