using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>Compares what a ledger holds with what it has answered.</summary>
internal sealed class LogChecker(TortureEvents events, TortureTruth truth, IReadOnlyList<Injection> injections, TortureTally tally)
{
    /// <summary>Everything from the oldest record on.</summary>
    public static IEnumerable<LedgerEntry> Entries(ILedgerSource source)
    {
        using LedgerReader reader = source.Read(0);
        for (ReadOutcome outcome = reader.Read(); outcome != ReadOutcome.End; outcome = reader.Read())
        {
            yield return outcome == ReadOutcome.Record ? new(LedgerRecord.Of(reader.Current, reader.Payload), null) : new(null, reader.Damage);
        }
    }

    /// <summary>Looks at a ledger.</summary>
    /// <param name="entries">All that it holds.</param>
    /// <param name="isLive">Whether a writer is at work, so that what was refused may have been taken since.</param>
    public void Check(IEnumerable<LedgerEntry> entries, bool isLive = false)
    {
        var present = new Dictionary<long, long>();
        long next = -1;
        foreach ((LedgerRecord? record, LedgerDamage? damage) in entries)
        {
            if (record is null)
            {
                next = Tell(damage!, next);
                continue;
            }

            if (next >= 0 && record.Sequence != next)
            {
                tally.TellLost($"record {record.Sequence} after record {next - 1}, and nothing told in between");
            }

            next = record.Sequence + 1;
            Check(record, present);
        }

        foreach ((long number, KnownRecord known) in truth.Known)
        {
            if (!present.ContainsKey(number))
            {
                tally.TellLost($"event {number}, acknowledged as record {known.Sequence}, is not there");
            }
        }

        foreach (long number in isLive ? [] : truth.Refused)
        {
            if (present.TryGetValue(number, out long sequence))
            {
                tally.TellWrong($"event {number} was refused for lack of room, and is record {sequence}");
            }
        }

        tally.Checked += present.Count;
    }

    private long Tell(LedgerDamage damage, long next)
    {
        if (!injections.Any(i => i.Explains(damage)))
        {
            tally.TellWrong($"told without a cause: {damage}");
        }

        if (next >= 0 && damage.LosesRecords && damage.FirstSequence > next)
        {
            tally.TellLost($"records {next} to {damage.FirstSequence - 1} are missing, and the next that is told is {damage}");
        }

        return damage.LosesRecords ? Math.Max(next, damage.LastSequence + 1) : next;
    }

    private void Check(LedgerRecord record, Dictionary<long, long> present)
    {
        int variant = -1;
        if (!events.TryNumberOf(record.Id, out long number) || (variant = events.VariantOf(number, record.Kind, record.Payload.Span)) < 0)
        {
            tally.TellLost($"record {record.Sequence} is not as any event was delivered");
            return;
        }

        if (!present.TryAdd(number, record.Sequence))
        {
            tally.TellDoubled($"event {number} is record {present[number]} and record {record.Sequence}");
        }

        if (truth.Known.TryGetValue(number, out KnownRecord known) && (known.Sequence != record.Sequence || (known.Variant >= 0 && known.Variant != variant)))
        {
            tally.TellWrong($"event {number} was acknowledged as {known}, and is record {record.Sequence} of variant {variant}");
        }
    }
}
