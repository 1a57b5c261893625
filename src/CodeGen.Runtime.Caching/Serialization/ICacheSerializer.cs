using System.Buffers;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// Turns values of one type into bytes and back, for the second tier. Register one in the service collection as a singleton to replace the
/// built-in serializer of that type.
/// </summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <remarks>
/// Implementations must be safe for use by any number of threads at once, and must keep no reference to the buffers, which are pooled.
/// <see langword="null"/> is never passed in and need never be returned: the cache keeps nulls in the frame's flags.
/// </remarks>
public interface ICacheSerializer<T>
{
    /// <summary>Writes <paramref name="value"/> to <paramref name="destination"/>.</summary>
    /// <param name="value">The value; never <see langword="null"/>.</param>
    /// <param name="destination">Receives the bytes.</param>
    void Serialize(T value, IBufferWriter<byte> destination);

    /// <summary>
    /// Reads a value from all of <paramref name="source"/>. Throw whatever suits when the bytes do not make a value; the cache treats that as a miss
    /// and counts it.
    /// </summary>
    /// <param name="source">What <see cref="Serialize"/> wrote, possibly by another version of the application; may be empty.</param>
    /// <returns>The value; never <see langword="null"/>.</returns>
    T Deserialize(in ReadOnlySequence<byte> source);
}
