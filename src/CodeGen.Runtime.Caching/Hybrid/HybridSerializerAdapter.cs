using System.Buffers;
using Microsoft.Extensions.Caching.Hybrid;

namespace CodeGen.Runtime.Caching;

/// <summary>A serializer that the host wrote for <see cref="HybridCache"/>.</summary>
internal sealed class HybridSerializerAdapter<T>(IHybridCacheSerializer<T> inner) : ICacheSerializer<T>
{
    public void Serialize(T value, IBufferWriter<byte> destination) => inner.Serialize(value, destination);

    public T Deserialize(in ReadOnlySequence<byte> source) => inner.Deserialize(source);
}
