using System.Diagnostics.CodeAnalysis;

namespace CodeGen.Runtime.Caching;

/// <content>Values as frames.</content>
internal sealed partial class TieredCache
{
    private static FrameFlags NullFlag<T>(T value) => value is null ? FrameFlags.NullValue : FrameFlags.None;

    /// <summary>The value's bytes, or <see langword="null"/> when they are too many for the shared tier.</summary>
    private PooledBuffer? Serialize<T>(RegionSettings region, T value)
    {
        var raw = new PooledBuffer();
        try
        {
            if (value is not null)
            {
                _serializers.Get<T>().Serialize(value, raw);
            }

            if (raw.WrittenCount <= _options.MaxPayloadBytes)
            {
                return raw;
            }

            _metrics.Refused(region.Name, "too_large");
            Log.TooLarge(_logger, region.Name, raw.WrittenCount, _options.MaxPayloadBytes);
            raw.Dispose();
            return null;
        }
        catch
        {
            raw.Dispose();
            throw;
        }
    }

    /// <summary>As <see cref="Serialize"/>, for a value that was paid for: one that cannot be serialized stays in this process instead of being lost to its callers.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Serializers of the host throw what they like.")]
    private PooledBuffer? TrySerialize<T>(RegionSettings region, T value)
    {
        try
        {
            return Serialize(region, value);
        }
        catch (Exception e)
        {
            NotSerialized(region, typeof(T), e);
            return null;
        }
    }

    internal void NotSerialized(RegionSettings region, Type type, Exception reason)
    {
        _metrics.Refused(region.Name, "not_serializable");
        Log.NotSerializable(_logger, region.Name, type.Name, reason.Message);
    }

    private PooledBuffer Frame(in EntryKey key, PooledBuffer raw, in FrameHeader header)
    {
        var frame = new PooledBuffer(raw.WrittenCount + 256);
        try
        {
            EntryFrame.Write(frame, header, raw.WrittenSpan, key.Skips(CallFlags.SkipCompression) ? FrameCompression.None : _compression);
            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }
}
