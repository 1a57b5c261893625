namespace CodeGen.Runtime.Costs;

/// <summary>Reads a log at its start: finds the end of what is whole, the ids that are remembered, and everything that is wrong. Changes nothing.</summary>
internal sealed class LogRecovery(LedgerLogOptions options, DateTimeOffset now) : ILedgerSource
{
    private readonly RememberedIds _ids = new(options.Remembrance, options.MaxRememberedIds);
    private readonly List<LedgerDamage> _damages = [];
    private long _records;
    private long _lastIngest;

    public string Directory => options.Directory;

    /// <summary>Nobody writes: every end is one.</summary>
    public SegmentEnd EndOf(long segment) => SegmentEnd.Final;

    public Task WaitAsync(long sequence, CancellationToken cancellationToken) => throw new NotSupportedException("Nothing comes while a log is recovered.");

    /// <exception cref="LedgerDamagedException">A segment is missing between others, or of a newer format.</exception>
    public RecoveredLog Run()
    {
        List<SegmentPrologue> segments = Prologues();
        if (segments.Count == 0)
        {
            return new(null, 0, 0, 1, 1, 0, null, _ids, Opening(0, 0));
        }

        SegmentPrologue last = segments[^1];
        Guid? node = segments.LastOrDefault(static s => s.Header is not null)?.Header?.Node;
        using var reader = new LedgerReader(this, FirstToRead(segments));
        ReadAll(reader);
        if (last.Header is not { } header || reader.Segment is not { } segment || segment.Number != last.Number)
        {
            // Both headers of the last segment are damaged: nothing can be added there, and the reader has told the highest sequence that it may have held.
            return new(null, 0, 0, last.Number + 1, reader.Next, _lastIngest, node, _ids, Opening(0, 0));
        }

        long tail = segment.LastByte < 0 ? 0 : segment.LastByte + 1 - segment.Offset;
        if (last.Damage is null && !segment.IsTailCommitted)
        {
            return new(header, (int)segment.Offset, (int)tail, last.Number + 1, segment.Expected, _lastIngest, node, _ids, Opening(tail > 0 ? 1 : 0, tail));
        }

        // What is damaged is kept as it is, and a new segment begins. Sequences that the lost records may have had are not given again.
        bool isTruncated = last.Damage?.Kind == LedgerDamageKind.Truncated;
        long next = segment.Expected;
        if (tail > 0 || isTruncated)
        {
            long lost = ((isTruncated ? header.DataEnd - segment.Offset : tail) / RecordHeader.Bytes) + 1;
            next += lost;
            _damages.Add(new(isTruncated ? LedgerDamageKind.Truncated : LedgerDamageKind.Bytes, last.Number, segment.Offset, tail, segment.Expected, next - 1));
        }

        return new(null, 0, 0, last.Number + 1, next, _lastIngest, node, _ids, Opening(0, 0));
    }

    private List<SegmentPrologue> Prologues()
    {
        List<long> numbers = SegmentName.List(Directory);
        for (int i = 1; i < numbers.Count; i++)
        {
            if (numbers[i] != numbers[i - 1] + 1)
            {
                throw new LedgerDamagedException(
                    $"The ledger in '{Directory}' lacks '{SegmentName.Of(numbers[i - 1] + 1)}' between '{SegmentName.Of(numbers[i - 1])}' and '{SegmentName.Of(numbers[i])}': records are missing. "
                    + "Restore the file from a copy; if there is none, move the older segments to another directory, where they can still be read, and start again.");
            }
        }

        var segments = new List<SegmentPrologue>(numbers.Count);
        foreach (long number in numbers)
        {
            segments.Add(SegmentPrologue.Read(Directory, number));
        }

        return segments;
    }

    /// <summary>
    /// The first segment that was still written to within the window of remembrance. A day more, for ids whose makers' clocks were ahead.
    /// </summary>
    private long FirstToRead(List<SegmentPrologue> segments)
    {
        long floor = (now - options.Remembrance - RememberedIds.MaxAhead).UtcTicks;
        int first = segments.Count - 1;
        while (first > 0 && (segments[first].Header is not { } header || header.CreatedTicks >= floor || segments[first - 1].Header is null))
        {
            first--;
        }

        for (int i = 0; i < first; i++)
        {
            if (segments[i].Damage is { } damage)
            {
                _damages.Add(damage);
            }
        }

        return segments[first].Header?.FirstSequence ?? 0;
    }

    private void ReadAll(LedgerReader reader)
    {
        for (ReadOutcome outcome = reader.Read(); outcome != ReadOutcome.End; outcome = reader.Read())
        {
            if (outcome == ReadOutcome.Damage)
            {
                _damages.Add(reader.Damage!);
                continue;
            }

            ref readonly RecordHeader record = ref reader.Current;
            _records++;
            _lastIngest = record.IngestTicks;
            if ((record.Flags & (RecordFlags.Once | RecordFlags.Unremembered)) == RecordFlags.Once && _ids.Covers(record.Id, now))
            {
                _ids.Add(record.Id, new RememberedEvent(record.PayloadHash, record.Sequence));
            }
        }
    }

    private LedgerOpening Opening(int tornTails, long tornBytes) => new(_records, tornTails, tornBytes, _damages);
}
