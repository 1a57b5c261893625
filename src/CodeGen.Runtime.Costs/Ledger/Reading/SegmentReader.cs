using System.Buffers.Binary;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Reads the records of one segment in order. A damaged place costs what is damaged: where a header is whole its length is trusted; where it is not, the next record is the next
/// place whose header has the right checksum and a sequence that is possible there. Not thread-safe.
/// </summary>
internal sealed class SegmentReader : IDisposable
{
    /// <summary>A search between two probes that are nearer than this costs less than another probe.</summary>
    private const int NearBytes = 64 << 10;

    private readonly SegmentHeader _header;
    private readonly SegmentWindow _window;
    private readonly uint _seed;
    private RecordHeader _current;

    public SegmentReader(string directory, SegmentHeader header)
    {
        (_header, _seed, Expected) = (header, header.Seed, header.FirstSequence);
        _window = new SegmentWindow(SegmentName.PathOf(directory, header.Number));
    }

    public long Number => _header.Number;

    /// <summary>Where the next record begins, or where something else does.</summary>
    public long Offset { get; private set; } = SegmentHeader.Bytes;

    /// <summary>The sequence that the next record should have.</summary>
    public long Expected { get; private set; }

    public ref readonly RecordHeader Current => ref _current;

    /// <summary>Where the current record begins.</summary>
    public long CurrentOffset { get; private set; }

    public LedgerDamage? Damage { get; private set; }

    /// <summary>Where the last byte behind the records that is not zero lies, at the end of a segment that is final; -1 where all are.</summary>
    public long LastByte { get; private set; } = -1;

    /// <summary>Whether what lies behind the records begins with a commit word: if not, it is a record that was never finished.</summary>
    public bool IsTailCommitted { get; private set; }

    /// <summary>The current record's payload; valid until the next step.</summary>
    public ReadOnlySpan<byte> Payload => _window.Get(CurrentOffset + RecordHeader.Bytes, _current.PayloadLength, long.MaxValue);

    public ReadOutcome Read(SegmentEnd end)
    {
        long limit = Math.Min(end.Limit, _header.DataEnd);
        bool isCommitted = false;
        while (!TryReadAt(limit))
        {
            ReadOnlySpan<byte> word = _window.Get(Offset, sizeof(uint), limit);
            bool wasCommitted = isCommitted;
            isCommitted = word.Length == sizeof(uint) && BinaryPrimitives.ReadUInt32LittleEndian(word) != 0;
            if (wasCommitted || !isCommitted)
            {
                return AtNoRecord(limit, isCommitted, end);
            }

            // A look from another process may have met the writer half-way. What comes before the commit word was written before it: a look that begins after the word was
            // seen sees it all.
            _window.Drop();
        }

        return ReadOutcome.Record;
    }

    /// <summary>Goes near a sequence, at or before it, by halving: any place of a segment finds the next record by itself.</summary>
    public void Seek(long sequence, SegmentEnd end)
    {
        long low = Offset, high = Math.Min(Math.Min(end.Limit, _header.DataEnd), _window.FileBytes);
        while (high - low > NearBytes && Expected < sequence)
        {
            long middle = (low + ((high - low) / 2)) & -RecordHeader.Alignment;
            long found = Find(middle, high, _header.FirstSequence, SegmentHeader.Bytes, out long foundSequence, out _);
            if (found >= 0 && foundSequence <= sequence)
            {
                (low, Offset, Expected) = (found, found, foundSequence);
            }
            else
            {
                high = middle;
            }
        }
    }

    public void Dispose() => _window.Dispose();

    private bool TryReadAt(long limit)
    {
        ReadOnlySpan<byte> bytes = _window.Get(Offset, RecordHeader.Bytes, limit);
        if (bytes.Length < RecordHeader.Bytes || !RecordHeader.TryRead(bytes, _seed, out RecordHeader header) || header.Sequence != Expected)
        {
            return false;
        }

        bytes = _window.Get(Offset, RecordHeader.Bytes + header.PayloadLength, limit);
        if (bytes.Length < RecordHeader.Bytes + header.PayloadLength || Crc32C.Of(bytes[RecordHeader.Bytes..]) != header.PayloadCrc)
        {
            return false;
        }

        (_current, CurrentOffset) = (header, Offset);
        Offset += header.Extent;
        Expected++;
        return true;
    }

    private ReadOutcome AtNoRecord(long limit, bool isCommitted, SegmentEnd end)
    {
        if (!isCommitted && !end.IsFinal && end.NextSequence <= Expected)
        {
            _window.Drop();
            return ReadOutcome.End;
        }

        ReadOnlySpan<byte> bytes = _window.Get(Offset, RecordHeader.Bytes, limit);
        if (bytes.Length == RecordHeader.Bytes && RecordHeader.TryRead(bytes, _seed, out RecordHeader header) && header.Sequence == Expected
            && Offset + header.Extent <= Math.Min(limit, _window.FileBytes))
        {
            return Lose(LedgerDamageKind.Payload, header.Extent, Expected + 1);
        }

        long found = Find(Offset, limit, Expected, Offset, out long sequence, out long lastByte);
        if (found >= 0)
        {
            return Lose(LedgerDamageKind.Bytes, found - Offset, sequence);
        }

        if (end.IsFinal)
        {
            (LastByte, IsTailCommitted) = (lastByte, isCommitted);
            return ReadOutcome.End;
        }

        if (end.NextSequence > Expected)
        {
            return Lose(LedgerDamageKind.Bytes, limit - Offset, end.NextSequence);
        }

        // In a segment that another process writes, what looks wrong at its end may be right at the next look.
        _window.Drop();
        return ReadOutcome.End;
    }

    private ReadOutcome Lose(LedgerDamageKind kind, long bytes, long next)
    {
        Damage = new LedgerDamage(kind, Number, Offset, bytes, Expected, next - 1);
        Offset += bytes;
        Expected = next;
        return ReadOutcome.Damage;
    }

    /// <summary>
    /// The next place that begins a record. Its sequence can be no more beyond that of a known place than there is room for records in between; -1 where there is none before the limit.
    /// </summary>
    private long Find(long start, long limit, long knownSequence, long knownOffset, out long sequence, out long lastByte)
    {
        (sequence, lastByte) = (-1, -1);
        for (long at = start; ;)
        {
            ReadOnlySpan<byte> bytes = _window.Get(at, RecordHeader.Bytes, limit);
            if (bytes.Length < RecordHeader.Alignment)
            {
                lastByte = bytes.ContainsAnyExcept((byte)0) ? at + bytes.Length - 1 : lastByte;
                return -1;
            }

            if (BinaryPrimitives.ReadUInt64LittleEndian(bytes) == 0)
            {
                bytes = _window.Get(at, NearBytes, limit);
                int zeros = bytes.IndexOfAnyExcept((byte)0);
                at += (zeros < 0 ? bytes.Length : zeros) & -RecordHeader.Alignment;
                continue;
            }

            if (at > knownOffset && bytes.Length == RecordHeader.Bytes && RecordHeader.TryRead(bytes, _seed, out RecordHeader header)
                && header.Sequence >= knownSequence && header.Sequence - knownSequence <= (at - knownOffset) / RecordHeader.Bytes)
            {
                sequence = header.Sequence;
                return at;
            }

            lastByte = at + RecordHeader.Alignment - 1;
            at += RecordHeader.Alignment;
        }
    }
}
