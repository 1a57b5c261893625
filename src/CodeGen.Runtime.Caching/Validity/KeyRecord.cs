namespace CodeGen.Runtime.Caching;

/// <summary>The last removal or set of one key that this node heard of. What changes is changed by the <see cref="KeyTable"/> alone; any thread may read.</summary>
/// <param name="epoch">Its epoch.</param>
/// <param name="sequence">Its sequence.</param>
/// <param name="isSet">Whether a value is coming.</param>
/// <param name="inline">That value's frame.</param>
/// <param name="heardAt">When a set was applied here.</param>
internal sealed class KeyRecord(ulong epoch, long sequence, bool isSet, ReadOnlyMemory<byte> inline, long heardAt)
{
    private volatile Carried? _inline = inline.IsEmpty ? null : new Carried(inline);

    /// <summary>Its epoch.</summary>
    public ulong Epoch { get; } = epoch;

    /// <summary>Its sequence: values of the key stamped before it are dead.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>Whether a value is coming with this sequence as its stamp.</summary>
    public bool IsSet { get; } = isSet;

    /// <summary>That value's frame, when it was small enough to travel along and is not dropped yet. Read it once.</summary>
    public ReadOnlyMemory<byte> Inline => _inline?.Frame ?? default;

    /// <summary>When a set was applied here, on the coarse clock.</summary>
    public long HeardAt { get; } = heardAt;

    /// <summary>Whether another has taken its place.</summary>
    public bool IsReplaced { get; private set; }

    public void DropInline() => _inline = null;

    public void Replace()
    {
        IsReplaced = true;
        DropInline();
    }

    private sealed record Carried(ReadOnlyMemory<byte> Frame);
}
