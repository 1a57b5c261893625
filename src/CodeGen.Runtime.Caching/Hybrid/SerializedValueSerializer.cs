using System.Buffers;

namespace CodeGen.Runtime.Caching;

/// <summary>Writes the bytes as they are, so that the shared tier holds what it would hold without the copies.</summary>
internal sealed class SerializedValueSerializer<T>(ICacheSerializer<T> values) : ICacheSerializer<SerializedValue<T>>
{
    public void Serialize(SerializedValue<T> value, IBufferWriter<byte> destination) => destination.Write(value.Bytes!);

    public SerializedValue<T> Deserialize(in ReadOnlySequence<byte> source)
    {
        // Bytes that make no value are found out here, where that is a miss, and not by the callers who copy from them.
        _ = values.Deserialize(source);
        return new SerializedValue<T> { Bytes = source.ToArray() };
    }
}
