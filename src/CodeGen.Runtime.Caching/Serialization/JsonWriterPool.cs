using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CodeGen.Runtime.Caching;

/// <summary>One JSON writer for each thread, since a new one for each value is most of what a small value allocates.</summary>
internal static class JsonWriterPool
{
    private static readonly ArrayBufferWriter<byte> Nowhere = new(1);

    [ThreadStatic]
    private static Utf8JsonWriter? _idle;

    /// <summary>Takes this thread's writer, or makes one when it is in use further up the stack or has another depth.</summary>
    /// <param name="destination">Where to write.</param>
    /// <param name="maxDepth">
    /// How deep values may nest. Generated serialization code does not look at the serializer's limit, so without the writer's a cyclic value would
    /// end the process by a stack overflow.
    /// </param>
    public static Utf8JsonWriter Rent(IBufferWriter<byte> destination, int maxDepth)
    {
        var writer = _idle;
        if (writer is null || writer.Options.MaxDepth != maxDepth)
        {
            return new Utf8JsonWriter(destination, CreateOptions(maxDepth));
        }

        _idle = null;
        writer.Reset(destination);
        return writer;
    }

    /// <summary>Gives a flushed writer back. It must not keep the caller's buffer alive.</summary>
    public static void Return(Utf8JsonWriter writer)
    {
        writer.Reset(Nowhere);
        _idle = writer;
    }

    private static JsonWriterOptions CreateOptions(int maxDepth) => new()
    {
        // Cached values never end up in a page as they are, and the escaping encoder is several times slower on source text.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = maxDepth,
        SkipValidation = true,
    };
}
