using System.Buffers;

namespace CodeGen.Runtime.Caching;

/// <summary>Writes the bytes as they are, so that the shared tier holds what it would hold without the copies.</summary>
internal sealed class SerializedValueSerializer<T> : ICacheSerializer<SerializedValue<T>>
{
    public void Serialize(SerializedValue<T> value, IBufferWriter<byte> destination) => destination.Write(value.Bytes);

    public SerializedValue<T> Deserialize(in ReadOnlySequence<byte> source) => new(source.ToArray());
}
