namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>What one ledger has answered, from which follows what must be in it. Its answers come in any order between threads. Not thread-safe.</summary>
internal sealed class TortureTruth(TortureTally tally)
{
    private readonly Dictionary<long, KnownRecord> _known = [];
    private readonly HashSet<long> _refused = [];
    private readonly HashSet<long> _lostSequences = [];
    private readonly SortedDictionary<int, int> _rounds = [];
    private long _deletedThrough;

    /// <summary>Records that must be there, by event.</summary>
    public IReadOnlyDictionary<long, KnownRecord> Known => _known;

    /// <summary>Events that were refused and not taken since.</summary>
    public IReadOnlyCollection<long> Refused => _refused;

    /// <summary>The last sequence that a ledger has told of.</summary>
    public long LastSequence { get; private set; }

    /// <summary>The rounds of which anything is known, with how many of their events may have been delivered.</summary>
    public IReadOnlyList<(int Round, int Count)> Rounds => [.. _rounds.Select(static r => (r.Key, r.Value))];

    public void Add(Answer answer)
    {
        (int round, int index) = TortureEvents.PlaceOf(answer.Number);
        _rounds[round] = Math.Max(_rounds.GetValueOrDefault(round), index + 1);
        if (answer.Kind == AnswerKind.Refused)
        {
            tally.Refusals++;
            if (!_known.ContainsKey(answer.Number))
            {
                _refused.Add(answer.Number);
            }

            return;
        }

        if (_lostSequences.Contains(answer.Sequence))
        {
            tally.TellWrong($"{answer} names a record that is lost");
            return;
        }

        LastSequence = Math.Max(LastSequence, answer.Sequence);
        switch (answer.Kind)
        {
            case AnswerKind.Appended:
                Append(answer);
                break;
            case AnswerKind.Repeated:
                tally.Repeated++;
                Name(answer, answer.Variant);
                break;
            case AnswerKind.Conflict:
                tally.Conflicts++;
                Name(answer, -1);
                break;
            default:
                tally.TellWrong($"{answer}: its id's time is within the window");
                break;
        }
    }

    /// <summary>A record was destroyed on purpose: its event may come again.</summary>
    public void Lose(long sequence)
    {
        _lostSequences.Add(sequence);
        Remove(k => k.Sequence == sequence);
    }

    /// <summary>Old segments were deleted: their events may come again after a restart, and be answered from memory before one.</summary>
    public void DeleteThrough(long sequence)
    {
        _deletedThrough = Math.Max(_deletedThrough, sequence);
        Remove(k => k.Sequence <= sequence);
    }

    private void Remove(Predicate<KnownRecord> isGone)
    {
        foreach ((long number, KnownRecord known) in _known)
        {
            if (isGone(known))
            {
                _known.Remove(number);
            }
        }
    }

    private void Append(Answer answer)
    {
        tally.Acknowledged++;
        _refused.Remove(answer.Number);
        if (_known.TryGetValue(answer.Number, out KnownRecord known))
        {
            if (known.WasAppended || known.Sequence != answer.Sequence)
            {
                tally.TellDoubled($"{answer}, and it is record {known.Sequence} already");
                return;
            }

            if (known.Variant >= 0 && known.Variant != answer.Variant)
            {
                tally.TellWrong($"{answer}, and the record was told to be variant {known.Variant}");
            }
        }

        _known[answer.Number] = new(answer.Sequence, answer.Variant, WasAppended: true);
    }

    private void Name(Answer answer, int variant)
    {
        if (answer.Sequence <= _deletedThrough)
        {
            return;
        }

        _refused.Remove(answer.Number);
        if (!_known.TryGetValue(answer.Number, out KnownRecord known))
        {
            _known[answer.Number] = new(answer.Sequence, variant, WasAppended: false);
            return;
        }

        bool fits = known.Variant < 0 || (answer.Kind == AnswerKind.Repeated ? known.Variant == answer.Variant : known.Variant != answer.Variant);
        if (known.Sequence != answer.Sequence || !fits)
        {
            tally.TellWrong($"{answer}, and the event is {known}");
        }
        else if (known.Variant < 0 && variant >= 0)
        {
            _known[answer.Number] = known with { Variant = variant };
        }
    }
}
