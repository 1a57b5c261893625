using System.Buffers.Binary;
using System.IO.Compression;

namespace CodeGen.Runtime.Conformance.Reuse;

/// <summary>The keys that a cache was asked for: big-endian integers of 4 or 8 bytes in a gzip file, as its name says.</summary>
internal static class KeyTrace
{
    public static long[] Read(string path)
    {
        int width = path.Contains(".int32be", StringComparison.Ordinal) ? sizeof(int)
            : path.Contains(".int64be", StringComparison.Ordinal) ? sizeof(long)
            : throw new UsageException($"'{path}' is no trace of a known kind: its name has neither .int32be nor .int64be.");
        using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var all = new MemoryStream();
        packed.CopyTo(all);
        ReadOnlySpan<byte> bytes = all.GetBuffer().AsSpan(0, (int)all.Length);
        long[] keys = new long[bytes.Length / width];
        for (int i = 0; i < keys.Length; i++)
        {
            ReadOnlySpan<byte> at = bytes[(i * width)..];
            keys[i] = width == sizeof(int) ? BinaryPrimitives.ReadInt32BigEndian(at) : BinaryPrimitives.ReadInt64BigEndian(at);
        }

        return keys;
    }
}
