namespace CodeGen.Runtime.Caching;

/// <summary>A frame as it lies in the shared tier, and what is left of its life. Dispose it when the value has been taken out.</summary>
internal readonly struct SharedRead(ReadOnlyMemory<byte> frame, TimeSpan remaining, IDisposable? owner) : IDisposable
{
    public ReadOnlyMemory<byte> Frame { get; } = frame;

    public TimeSpan Remaining { get; } = remaining;

    public bool IsEmpty => Frame.IsEmpty;

    public void Dispose() => owner?.Dispose();
}
