using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// Everything that has no form of its own, as JSON. Text inside is not escaped beyond what JSON demands. JSON has no unpaired surrogates: inside a
/// value each becomes U+FFFD.
/// </summary>
/// <typeparam name="T">The type of the values.</typeparam>
internal sealed class JsonCacheSerializer<T>(JsonTypeInfo<T> typeInfo) : ICacheSerializer<T>
{
    private readonly JsonReaderOptions _readerOptions = new()
    {
        AllowTrailingCommas = typeInfo.Options.AllowTrailingCommas,
        CommentHandling = typeInfo.Options.ReadCommentHandling,
        MaxDepth = typeInfo.Options.MaxDepth,
    };

    /// <inheritdoc/>
    /// <exception cref="JsonException">The value nests too deeply or refers to itself, as reflection-based or metadata-based contracts report it.</exception>
    /// <exception cref="InvalidOperationException">The same, as generated serialization code reports it.</exception>
    public void Serialize(T value, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(destination);
        var writer = JsonWriterPool.Rent(destination, _readerOptions.MaxDepth);
        JsonSerializer.Serialize(writer, value, typeInfo);
        writer.Flush();

        // Not in a finally: a writer that an exception left in the middle of a value is better thrown away.
        JsonWriterPool.Return(writer);
    }

    /// <inheritdoc/>
    /// <exception cref="JsonException">The bytes are not one JSON value of this type, nest too deeply, or are <c>null</c>.</exception>
    public T Deserialize(in ReadOnlySequence<byte> source)
    {
        var reader = source.IsSingleSegment ? new Utf8JsonReader(source.FirstSpan, _readerOptions) : new Utf8JsonReader(source, _readerOptions);
        var value = JsonSerializer.Deserialize(ref reader, typeInfo);

        // The serializer stops after the first value; whatever follows makes the reader throw, white space aside.
        while (reader.Read())
        {
        }

        return value ?? throw new JsonException($"A cached {typeof(T)} reads as null, but nulls are never serialized.");
    }
}
