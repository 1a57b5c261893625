using Microsoft.Win32.SafeHandles;

namespace CodeGen.Runtime.Costs;

/// <summary>What the two headers of a segment's file say.</summary>
/// <param name="Number">The number in its name.</param>
/// <param name="Header">Whichever is whole; null where neither is.</param>
/// <param name="FileBytes">How long the file is.</param>
/// <param name="Damage">What is wrong with headers or length; at most one is told, the worst.</param>
internal sealed record SegmentPrologue(long Number, SegmentHeader? Header, long FileBytes, LedgerDamage? Damage)
{
    /// <exception cref="LedgerDamagedException">The file is of a newer format, or another segment's.</exception>
    public static SegmentPrologue Read(string directory, long number)
    {
        string path = SegmentName.PathOf(directory, number);
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        long length = RandomAccess.GetLength(file);
        Span<byte> bytes = stackalloc byte[SegmentHeader.Bytes];
        bool hasFirst = SegmentHeader.TryRead(bytes[..RandomAccess.Read(file, bytes, 0)], out SegmentHeader first);
        bool hasLast = SegmentHeader.TryRead(bytes[..RandomAccess.Read(file, bytes, Math.Max(0, length - SegmentHeader.Bytes))], out SegmentHeader last);
        if (!hasFirst && !hasLast)
        {
            return new(number, null, length, new(LedgerDamageKind.Segment, number, 0, length, 0, -1));
        }

        SegmentHeader header = hasFirst ? first : last;
        Check(header, path, number);
        LedgerDamage? damage = length < header.Capacity ? new(LedgerDamageKind.Truncated, number, length, header.Capacity - length, 0, -1)
            : !hasFirst ? new(LedgerDamageKind.SegmentHeader, number, 0, SegmentHeader.Bytes, 0, -1)
            : !hasLast ? new(LedgerDamageKind.SegmentHeader, number, header.DataEnd, SegmentHeader.Bytes, 0, -1)
            : null;
        return new(number, header, length, damage);
    }

    private static void Check(in SegmentHeader header, string path, long number)
    {
        if (header.Version > SegmentHeader.CurrentVersion)
        {
            throw new LedgerDamagedException(
                $"'{path}' is of format version {header.Version}; this version of CodeGen.Runtime.Costs reads versions up to {SegmentHeader.CurrentVersion}. Use the version that wrote it, or a newer one.");
        }

        if (header.Number != number)
        {
            throw new LedgerDamagedException($"'{path}' holds segment {header.Number}: the file was renamed. Give it back the name '{SegmentName.Of(header.Number)}'.");
        }
    }
}
