using K4os.Compression.LZ4;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// The LZ4 block format: id 1, the default codec of the second tier. Source text shrinks to about a third, and decoding is faster than the network it saves. Values of up to
/// <see cref="MaxThoroughLength"/> are encoded with a thorough search, larger ones at the fastest level.
/// </summary>
/// <remarks>Stateless and safe for use by any number of threads at once.</remarks>
public sealed class Lz4PayloadCodec : IPayloadCodec
{
    // A byte of an LZ4 block yields at most 255 bytes: that is what one length-extension byte adds to a match
    // (LZ4 block format description, "Compression ratio"); tokens, offsets and literals yield less.
    private const int MaxExpansion = 255;

    /// <summary>
    /// The longest value that is encoded with a thorough search, in bytes: 64 KiB. That takes less than a millisecond, little beside what made the value, and saves a sixth of its bytes. The fastest
    /// level finds most of what there is in longer ones, and they are decoded faster.
    /// </summary>
    public const int MaxThoroughLength = 64 << 10;

    /// <inheritdoc/>
    public byte Id => PayloadCodecs.Lz4Id;

    /// <inheritdoc/>
    public string Name => "lz4";

    /// <inheritdoc/>
    public int GetMaxEncodedLength(int rawLength) => LZ4Codec.MaximumOutputSize(rawLength);

    /// <inheritdoc/>
    public long GetMaxRawLength(int encodedLength) => (long)encodedLength * MaxExpansion;

    /// <inheritdoc/>
    public int Encode(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        if (raw.IsEmpty || destination.IsEmpty)
        {
            return -1;
        }

        var written = LZ4Codec.Encode(raw, destination, raw.Length <= MaxThoroughLength ? LZ4Level.L03_HC : LZ4Level.L00_FAST);
        return written > 0 ? written : -1;
    }

    /// <inheritdoc/>
    public bool TryDecode(ReadOnlySpan<byte> encoded, Span<byte> raw) =>
        !encoded.IsEmpty && !raw.IsEmpty && LZ4Codec.Decode(encoded, raw) == raw.Length;
}
