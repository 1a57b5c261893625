using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CodeGen.Runtime.Caching;

/// <summary>One JSON writer for each thread, since a new one for each value is most of what a small value allocates.</summary>
internal static class JsonWriterPool
{
    private static readonly JsonWriterOptions Options = new()
    {
        // Cached values never end up in a page as they are, and the escaping encoder is several times slower on source text.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,

        // The serializer has checked the depth by its own options before the writer would.
        MaxDepth = int.MaxValue,
        SkipValidation = true,
    };

    private static readonly ArrayBufferWriter<byte> Nowhere = new(1);

    [ThreadStatic]
    private static Utf8JsonWriter? _idle;

    /// <summary>Takes this thread's writer, or makes one when it is in use further up the stack.</summary>
    public static Utf8JsonWriter Rent(IBufferWriter<byte> destination)
    {
        var writer = _idle;
        if (writer is null)
        {
            return new Utf8JsonWriter(destination, Options);
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
}
