namespace CodeGen.Runtime.Caching;

/// <summary>A frame as it lies in the shared tier, and what is left of its life. Dispose it when the value has been taken out.</summary>
internal readonly struct SharedRead(ReadOnlyMemory<byte> frame, TimeSpan? remaining, IDisposable? owner = null) : IDisposable
{
    public ReadOnlyMemory<byte> Frame { get; } = frame;

    /// <summary>What is left of the key's life; <see langword="null"/> when it was not asked for.</summary>
    public TimeSpan? Remaining { get; } = remaining;

    /// <summary>The server's clock in milliseconds, where the life was not asked for and the clock is known.</summary>
    public long? ServerNow { get; init; }

    public bool IsEmpty => Frame.IsEmpty;

    /// <summary>What is left of the key's life, if that can be told from the frame.</summary>
    public TimeSpan? RemainingOf(in FrameHeader header) => Remaining is not null ? Remaining
        : ServerNow is { } now && header.ServerEndsAt > 0 && header.Window == TimeSpan.Zero ? TimeSpan.FromMilliseconds(header.ServerEndsAt - now) + header.StaleFor
        : null;

    public void Dispose() => owner?.Dispose();
}
