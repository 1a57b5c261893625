using System.IO.Hashing;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// Where the fields of a frame are, in bytes from its start; all numbers are big-endian so that a script can compare them as strings. The first 28
/// bytes are the fixed prefix that server scripts read; the checksum follows at a fixed place so that it can be verified before any length is
/// believed. Tags (length in two bytes, then UTF-8), the extension (if the flags say so: three times eight bytes, then the ETag's length in two bytes and
/// its UTF-8) and the payload come after the fixed part.
/// </summary>
internal static class FrameLayout
{
    public const int Magic = 0;
    public const int Format = 2;
    public const int Flags = 3;
    public const int WriteVersion = 4;
    public const int Sequence = 12;
    public const int Epoch = 20;
    public const int Checksum = 28;
    public const int AfterChecksum = 36;
    public const int FrameLength = 36;
    public const int RegionVersion = 40;
    public const int TimeToLive = 44;
    public const int Cost = 52;
    public const int Codec = 68;
    public const int RawLength = 69;
    public const int TagCount = 73;
    public const int Tags = 74;

    public const int TagLengthSize = sizeof(ushort);

    public const byte Magic0 = (byte)'C';
    public const byte Magic1 = (byte)'G';

    public const int ExtensionFixed = 26;

    public const FrameFlags KnownFlags = FrameFlags.NullValue | FrameFlags.ExplicitSet | FrameFlags.Extended;

    /// <summary>
    /// XxHash3 (64 bits) of everything but the checksum's own eight bytes: the hash of the part before seeds the hash of the part after, which needs
    /// neither a copy nor a hasher object. It tells damage, not forgery; who can write to the server can recompute it.
    /// </summary>
    public static ulong ComputeChecksum(ReadOnlySpan<byte> frame) =>
        XxHash3.HashToUInt64(frame[AfterChecksum..], (long)XxHash3.HashToUInt64(frame[..Checksum]));
}
