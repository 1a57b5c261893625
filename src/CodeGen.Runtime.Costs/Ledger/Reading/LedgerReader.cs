namespace CodeGen.Runtime.Costs;

/// <summary>
/// Goes through records in order, over all segments, and tells every place where some are missing. Allocates with each segment, not with each record. Not thread-safe.
/// </summary>
internal sealed class LedgerReader : IDisposable
{
    private readonly ILedgerSource _source;
    private readonly long _from;
    private readonly Queue<LedgerDamage> _found = new();
    private SegmentReader? _segment;
    private SegmentPrologue? _prologue;
    private SegmentEnd _end;
    private long _number;

    /// <summary>The sequence that should begin what follows a segment that could not be read.</summary>
    private long _reached;

    /// <param name="source">What to read.</param>
    /// <param name="from">The first sequence; 0 for the oldest that is kept.</param>
    public LedgerReader(ILedgerSource source, long from)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        (_source, _from, Next) = (source, from, from);
    }

    /// <summary>The sequence after the last record or damage.</summary>
    public long Next { get; private set; }

    public ref readonly RecordHeader Current => ref _segment!.Current;

    /// <summary>The current record's payload; valid until the next step.</summary>
    public ReadOnlySpan<byte> Payload => _segment!.Payload;

    public LedgerDamage? Damage { get; private set; }

    /// <summary>The segment that is being read; null before the first.</summary>
    internal SegmentReader? Segment => _segment;

    public ReadOutcome Read()
    {
        while (true)
        {
            if (_found.TryDequeue(out LedgerDamage? found))
            {
                if (Tell(found))
                {
                    return ReadOutcome.Damage;
                }

                continue;
            }

            if (_segment is null)
            {
                if (!(_number == 0 ? TryBegin() : TryGoOn(passed: null)))
                {
                    return ReadOutcome.End;
                }

                continue;
            }

            switch (_segment.Read(_end))
            {
                case ReadOutcome.Record:
                    if (_segment.Current.Sequence < _from)
                    {
                        continue;
                    }

                    Next = _segment.Current.Sequence + 1;
                    return ReadOutcome.Record;
                case ReadOutcome.Damage:
                    _found.Enqueue(_segment.Damage!);
                    continue;
            }

            SegmentEnd end = _source.EndOf(_number);
            if (end != _end)
            {
                _end = end;
            }
            else if (!end.IsFinal || !TryGoOn(_segment))
            {
                return ReadOutcome.End;
            }
        }
    }

    public void Dispose() => _segment?.Dispose();

    private bool Tell(LedgerDamage damage)
    {
        if (Math.Max(damage.LastSequence, damage.FirstSequence) < _from)
        {
            return false;
        }

        Damage = damage;
        Next = Math.Max(Next, damage.LastSequence + 1);
        return true;
    }

    private bool TryBegin()
    {
        List<long> numbers = SegmentName.List(_source.Directory);
        if (numbers.Count == 0)
        {
            return false;
        }

        int low = 0;
        for (int high = numbers.Count - 1; low < high;)
        {
            int middle = (low + high + 1) / 2;
            int readable = middle;
            SegmentPrologue prologue = SegmentPrologue.Read(_source.Directory, numbers[readable]);
            while (prologue.Header is null && readable > low)
            {
                prologue = SegmentPrologue.Read(_source.Directory, numbers[--readable]);
            }

            (low, high) = prologue.Header is { } header && header.FirstSequence > _from ? (low, middle - 1) : (middle, high);
        }

        SegmentPrologue first = SegmentPrologue.Read(_source.Directory, numbers[low]);
        while (first.Header is null && low > 0)
        {
            first = SegmentPrologue.Read(_source.Directory, numbers[--low]);
        }

        long expected = _from == 0 ? first.Header?.FirstSequence ?? 1 : Math.Min(_from, first.Header?.FirstSequence ?? _from);
        Open(first, expected);
        _segment?.Seek(_from, _end);
        return true;
    }

    /// <summary>Leaves a segment that was read to its end for the next one there is.</summary>
    private bool TryGoOn(SegmentReader? passed)
    {
        if (SegmentName.NextOf(_source.Directory, _number) is not { } number)
        {
            return false;
        }

        SegmentPrologue next = SegmentPrologue.Read(_source.Directory, number);
        long expected = passed?.Expected ?? _reached;
        if (passed is not null && (passed.LastByte >= 0 || next.Header?.FirstSequence > expected))
        {
            LedgerDamageKind kind = _prologue!.Damage?.Kind == LedgerDamageKind.Truncated ? LedgerDamageKind.Truncated
                : passed.LastByte >= 0 ? LedgerDamageKind.Bytes : LedgerDamageKind.Missing;
            long last = next.Header is { } header ? header.FirstSequence - 1 : expected - 1;
            _found.Enqueue(new LedgerDamage(kind, _number, passed.Offset, Math.Max(0, passed.LastByte + 1 - passed.Offset), expected, last));
            expected = last + 1;
        }

        passed?.Dispose();
        _segment = null;
        Open(next, expected);
        return true;
    }

    private void Open(SegmentPrologue prologue, long expected)
    {
        (_number, _prologue, _end) = (prologue.Number, prologue, _source.EndOf(prologue.Number));
        if (prologue.Header is not { } header)
        {
            // Its records end where those of the next segment that can be read begin; of the last segment only the highest possible number is known.
            long last = SegmentName.List(_source.Directory).Where(n => n > _number).Select(n => SegmentPrologue.Read(_source.Directory, n).Header?.FirstSequence - 1)
                .FirstOrDefault(static sequence => sequence is not null) ?? expected + (LedgerLogOptions.MaxSegmentBytes / RecordHeader.Bytes);
            last = Math.Max(expected - 1, last);
            _reached = last + 1;
            _found.Enqueue(prologue.Damage! with { FirstSequence = expected, LastSequence = last });
            return;
        }

        if (header.FirstSequence > expected)
        {
            _found.Enqueue(new LedgerDamage(LedgerDamageKind.Missing, _number, 0, 0, expected, header.FirstSequence - 1));
        }

        if (prologue.Damage is { } damage)
        {
            _found.Enqueue(damage with { FirstSequence = header.FirstSequence, LastSequence = header.FirstSequence - 1 });
        }

        _segment = new SegmentReader(_source.Directory, header);
    }
}
