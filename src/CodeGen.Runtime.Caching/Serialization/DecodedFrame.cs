namespace CodeGen.Runtime.Caching;

/// <summary>
/// A frame that was read. Dispose it when the payload has been deserialized; disposing twice, or a copy, is harmless. A failed read leaves the
/// default value, which needs no disposing.
/// </summary>
internal readonly struct DecodedFrame : IDisposable
{
    private readonly PooledBuffer? _decoded;

    internal DecodedFrame(in FrameHeader header, ReadOnlyMemory<byte> payload, int frameLength, PooledBuffer? decoded)
    {
        Header = header;
        Payload = payload;
        FrameLength = frameLength;
        _decoded = decoded;
    }

    /// <summary>What the frame says about its value.</summary>
    public FrameHeader Header { get; }

    /// <summary>
    /// The payload before compression. A slice of the frame when it was stored as is (so the frame's memory must outlive it), otherwise pooled memory
    /// that is gone after <see cref="Dispose"/>.
    /// </summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>The length of the whole frame, in bytes: what the value takes in the second tier.</summary>
    public int FrameLength { get; }

    /// <inheritdoc/>
    public void Dispose() => _decoded?.Dispose();
}
