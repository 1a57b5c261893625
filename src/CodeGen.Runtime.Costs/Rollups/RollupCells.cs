using System.Buffers;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// The sums of a row as bytes: for each series, in the order of their numbers, how far it is from the one before and what its counts are, then quantity and amount. The same sums are always the same bytes.
/// </summary>
internal static class RollupCells
{
    // Most cells of a day are one request, whose first line counts it.
    private const int Other = 0;
    private const int OneRecordOneLine = 1;
    private const int NoRecordOneLine = 2;
    private const int AsManyRecordsAsLines = 3;
    private const int FormBits = 2;

    /// <summary>Sums below this take one number, which are all but those of millions of dollars, and negative ones.</summary>
    private const long MostMiddle = 400_000_000;

    /// <summary>Adds a cell behind others.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="gap">How many numbers of series lie between it and the cell before.</param>
    /// <param name="cell">What to add.</param>
    public static void Write(IBufferWriter<byte> to, int gap, in RollupCell cell)
    {
        int form = (cell.Records, cell.Lines) switch
        {
            (1, 1) => OneRecordOneLine,
            (0, 1) => NoRecordOneLine,
            (var records, var lines) when records == lines => AsManyRecordsAsLines,
            _ => Other,
        };
        Number(to, ((ulong)gap << FormBits) | (uint)form);
        if (form is Other or AsManyRecordsAsLines)
        {
            Number(to, (ulong)cell.Records);
        }

        if (form == Other)
        {
            Number(to, (ulong)cell.Lines);
        }

        Sum(to, cell.Quantity);
        Sum(to, cell.Amount);
    }

    /// <summary>Takes the first cell off.</summary>
    /// <exception cref="InvalidDataException">The bytes are cut short.</exception>
    public static RollupCell Read(ref ReadOnlySpan<byte> from, out int gap)
    {
        ulong head = Number(ref from);
        gap = (int)(head >> FormBits);
        (long records, long lines) = (int)(head & 3) switch
        {
            OneRecordOneLine => (1L, 1L),
            NoRecordOneLine => (0L, 1L),
            AsManyRecordsAsLines => (long)Number(ref from) is var both ? (both, both) : default,
            _ => ((long)Number(ref from), (long)Number(ref from)),
        };
        return new RollupCell(records, lines, Sum(ref from), Sum(ref from));
    }

    private static void Sum(IBufferWriter<byte> to, in RollupSum sum)
    {
        if (sum.High == 0 && sum.Middle < MostMiddle)
        {
            Number(to, (ulong)((sum.Middle * RollupSum.Base) + sum.Low) << 1);
            return;
        }

        Number(to, 1);
        Number(to, (ulong)((sum.High << 1) ^ (sum.High >> 63)));
        Number(to, (ulong)sum.Middle);
        Number(to, (ulong)sum.Low);
    }

    private static RollupSum Sum(ref ReadOnlySpan<byte> from)
    {
        ulong first = Number(ref from);
        if ((first & 1) == 0)
        {
            ulong value = first >> 1;
            return value < RollupSum.Base ? new(0, 0, (long)value) : new(0, (long)(value / RollupSum.Base), (long)(value % RollupSum.Base));
        }

        ulong high = Number(ref from);
        return new((long)(high >> 1) ^ -(long)(high & 1), (long)Number(ref from), (long)Number(ref from));
    }

    private static void Number(IBufferWriter<byte> to, ulong number)
    {
        Span<byte> bytes = to.GetSpan(10);
        int count = 0;
        for (; number >= 0x80; number >>= 7)
        {
            bytes[count++] = (byte)(number | 0x80);
        }

        bytes[count++] = (byte)number;
        to.Advance(count);
    }

    private static ulong Number(ref ReadOnlySpan<byte> from)
    {
        ulong number = 0;
        int shift = 0;
        for (int i = 0; i < from.Length && shift < 64; i++, shift += 7)
        {
            byte next = from[i];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                from = from[(i + 1)..];
                return number;
            }
        }

        throw new InvalidDataException("The roll-up database has sums that are cut short.");
    }
}
