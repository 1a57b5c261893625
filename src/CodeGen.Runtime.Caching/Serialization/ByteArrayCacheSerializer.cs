using System.Buffers;

namespace CodeGen.Runtime.Caching;

/// <summary>Byte arrays as they are; each read makes a new array.</summary>
internal sealed class ByteArrayCacheSerializer : ICacheSerializer<byte[]>
{
    /// <inheritdoc/>
    public void Serialize(byte[] value, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(value);
        destination.Write(value);
    }

    /// <inheritdoc/>
    public byte[] Deserialize(in ReadOnlySequence<byte> source) => source.ToArray();
}
