using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// Everything that has no form of its own, as JSON. Text inside is not escaped beyond what JSON demands. JSON has no unpaired surrogates: inside a
/// value each becomes U+FFFD.
/// </summary>
/// <remarks>Where <see cref="LongTexts"/> has any, they follow the JSON, then the length of the JSON in four bytes, then a byte that ends no JSON.</remarks>
/// <typeparam name="T">The type of the values.</typeparam>
internal sealed class JsonCacheSerializer<T>(JsonTypeInfo<T> typeInfo) : ICacheSerializer<T>
{
    private const byte TextsMark = 0x01;
    private const int TrailerLength = sizeof(int) + 1;

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
        using var texts = new PooledBuffer();
        PooledBuffer? before = LongTexts.Collect(texts);
        try
        {
            var writer = JsonWriterPool.Rent(destination, _readerOptions.MaxDepth);
            JsonSerializer.Serialize(writer, value, typeInfo);
            writer.Flush();
            int length = checked((int)writer.BytesCommitted);

            // Not in a finally: a writer that an exception left in the middle of a value is better thrown away.
            JsonWriterPool.Return(writer);
            if (texts.WrittenCount > 0)
            {
                destination.Write(texts.WrittenSpan);
                Span<byte> trailer = stackalloc byte[TrailerLength];
                BinaryPrimitives.WriteInt32LittleEndian(trailer, length);
                trailer[^1] = TextsMark;
                destination.Write(trailer);
            }
        }
        finally
        {
            LongTexts.Collect(before);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="JsonException">The bytes are not one JSON value of this type, nest too deeply, or are <c>null</c>.</exception>
    public T Deserialize(in ReadOnlySequence<byte> source)
    {
        ReadOnlyMemory<byte> bytes = source.IsSingleSegment ? source.First : source.ToArray();
        ReadOnlyMemory<byte> texts = default;
        if (bytes.Length > TrailerLength && bytes.Span[^1] == TextsMark)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[^TrailerLength..]);
            if (length < 0 || length > bytes.Length - TrailerLength)
            {
                throw new JsonException($"A cached {typeof(T)} is cut.");
            }

            texts = bytes[length..^TrailerLength];
            bytes = bytes[..length];
        }

        (ReadOnlyMemory<byte>, long) before = LongTexts.ReadFrom(texts);
        try
        {
            return Read(bytes.Span);
        }
        finally
        {
            LongTexts.Restore(before);
        }
    }

    private T Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, _readerOptions);
        var value = JsonSerializer.Deserialize(ref reader, typeInfo);

        // The serializer stops after the first value; whatever follows makes the reader throw, white space aside.
        while (reader.Read())
        {
        }

        return value ?? throw new JsonException($"A cached {typeof(T)} reads as null, but nulls are never serialized.");
    }
}
