using CodeGen.Runtime.Coordination;
using System.Buffers.Binary;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// The form in which a value and what is known about it lie in the second tier. Writing trusts its caller and throws on misuse; reading trusts
/// nobody: it never throws, and allocates only after the checksum held and every length was found plausible. <see cref="FrameLayout"/> has the bytes.
/// </summary>
internal static partial class EntryFrame
{
    /// <summary>The format version that this build writes, and the only one it reads.</summary>
    public const byte FormatVersion = 1;

    /// <summary>
    /// The length of the fixed prefix, in bytes: magic (2), format version (1), flags (1), write version (8), sequence (8), epoch (8). Scripts read it
    /// with <c>GETRANGE key 0 27</c>.
    /// </summary>
    public const int FixedPrefixLength = 28;

    /// <summary>Reads the fixed prefix alone. It has no checksum of its own; use it to compare writes, never to serve a value.</summary>
    /// <param name="prefix">The first <see cref="FixedPrefixLength"/> bytes of a frame, or more.</param>
    /// <param name="writeVersion">The frame's write version.</param>
    /// <param name="stamp">The frame's stamp.</param>
    /// <param name="flags">The frame's flags.</param>
    /// <returns><see langword="false"/> when this is not the prefix of a frame that this build can read.</returns>
    public static bool TryReadPrefix(ReadOnlySpan<byte> prefix, out ulong writeVersion, out LogPosition stamp, out FrameFlags flags)
    {
        if (CheckStart(prefix, FixedPrefixLength) != FrameReadResult.Ok || (prefix[FrameLayout.Flags] & ~(byte)FrameLayout.KnownFlags) != 0)
        {
            (writeVersion, stamp, flags) = (0, default, FrameFlags.None);
            return false;
        }

        writeVersion = BinaryPrimitives.ReadUInt64BigEndian(prefix[FrameLayout.WriteVersion..]);
        stamp = new LogPosition(
            BinaryPrimitives.ReadUInt64BigEndian(prefix[FrameLayout.Epoch..]),
            BinaryPrimitives.ReadInt64BigEndian(prefix[FrameLayout.Sequence..]));
        flags = (FrameFlags)prefix[FrameLayout.Flags];
        return true;
    }

    private static FrameReadResult CheckStart(ReadOnlySpan<byte> bytes, int atLeast)
    {
        if (bytes.Length > FrameLayout.Magic + 1 && (bytes[FrameLayout.Magic] != FrameLayout.Magic0 || bytes[FrameLayout.Magic + 1] != FrameLayout.Magic1))
        {
            return FrameReadResult.BadMagic;
        }

        if (bytes.Length > FrameLayout.Format && bytes[FrameLayout.Format] != FormatVersion)
        {
            return FrameReadResult.UnknownFormat;
        }

        return bytes.Length < atLeast ? FrameReadResult.Truncated : FrameReadResult.Ok;
    }
}
