namespace CodeGen.Runtime.Caching;

/// <summary>
/// Compresses the payload of an entry before it leaves for the second tier. The codec's <see cref="Id"/> travels in every frame it made, so
/// codecs can be added or retired while older frames are still about: a frame whose codec is not registered is a miss, not an error.
/// </summary>
/// <remarks>
/// Implementations must be safe for use by any number of threads at once. <see cref="TryDecode"/> meets bytes that others could have written;
/// it must neither throw nor touch anything outside the span it was given, whatever those bytes are.
/// </remarks>
public interface IPayloadCodec
{
    /// <summary>
    /// What identifies this codec in a frame. 0 means "stored as is" and belongs to no codec, 1 is LZ4, 2 to 31 are reserved for this library;
    /// hosts use 32 to 255. An id must never be given to another algorithm while frames of the first may still exist.
    /// </summary>
    byte Id { get; }

    /// <summary>A short lower-case name for logs and metrics, such as <c>lz4</c>.</summary>
    string Name { get; }

    /// <summary>
    /// The most bytes that <see cref="Encode"/> can produce for <paramref name="rawLength"/> bytes, in bytes. Used when reading, too: a frame whose
    /// encoded payload is longer than this for its raw length is refused as damaged.
    /// </summary>
    /// <param name="rawLength">Length before encoding, in bytes; 1 or more.</param>
    /// <returns>A length in bytes, 1 or more.</returns>
    int GetMaxEncodedLength(int rawLength);

    /// <summary>
    /// The most bytes that an encoded payload of <paramref name="encodedLength"/> bytes can expand to. A frame that announces more is refused before
    /// anything is allocated for it. The default, <see cref="int.MaxValue"/>, leaves only the cache's own limit per entry.
    /// </summary>
    /// <param name="encodedLength">Length of the encoded payload in bytes; 0 or more.</param>
    /// <returns>A length in bytes, 0 or more.</returns>
    long GetMaxRawLength(int encodedLength) => int.MaxValue;

    /// <summary>
    /// Encodes <paramref name="raw"/> into <paramref name="destination"/>. The destination is usually <em>shorter</em> than
    /// <see cref="GetMaxEncodedLength"/>: the caller keeps the result only when it saves enough, so running out of room early is the normal
    /// way to say that the data does not compress.
    /// </summary>
    /// <param name="raw">The bytes to encode; never empty.</param>
    /// <param name="destination">Where to put the result.</param>
    /// <returns>How many bytes were written, or -1 when the result does not fit.</returns>
    int Encode(ReadOnlySpan<byte> raw, Span<byte> destination);

    /// <summary>Decodes <paramref name="encoded"/> so that it fills <paramref name="raw"/> exactly.</summary>
    /// <param name="encoded">What <see cref="Encode"/> produced, or anything else: it is not trusted.</param>
    /// <param name="raw">Where to put the result; exactly as long as the frame announced.</param>
    /// <returns><see langword="true"/> when exactly <c>raw.Length</c> bytes came out; <see langword="false"/> when the data is damaged.</returns>
    bool TryDecode(ReadOnlySpan<byte> encoded, Span<byte> raw);
}
