using System.Buffers;

namespace CodeGen.Runtime.Caching;

/// <summary>Memory as it is, read-only or not; each read makes memory of its own, since the source is pooled.</summary>
internal sealed class MemoryCacheSerializer : ICacheSerializer<ReadOnlyMemory<byte>>, ICacheSerializer<Memory<byte>>
{
    /// <inheritdoc/>
    public void Serialize(ReadOnlyMemory<byte> value, IBufferWriter<byte> destination) => destination.Write(value.Span);

    /// <inheritdoc/>
    public void Serialize(Memory<byte> value, IBufferWriter<byte> destination) => destination.Write(value.Span);

    ReadOnlyMemory<byte> ICacheSerializer<ReadOnlyMemory<byte>>.Deserialize(in ReadOnlySequence<byte> source) => source.ToArray();

    Memory<byte> ICacheSerializer<Memory<byte>>.Deserialize(in ReadOnlySequence<byte> source) => source.ToArray();
}
