using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>Changes a bit in a copy of a segment and its neighbours, opens the copy, and sees what that cost.</summary>
internal static class FlipCheck
{
    /// <param name="directory">The ledger, which nobody writes.</param>
    /// <param name="copy">Where the copy goes; it is removed.</param>
    /// <param name="flip">The bit.</param>
    /// <param name="segmentBytes">How large segments are.</param>
    /// <param name="tally">Counts, and is told what is not as promised.</param>
    public static void Run(string directory, string copy, BitFlip flip, int segmentBytes, TortureTally tally)
    {
        Directory.CreateDirectory(copy);
        try
        {
            foreach (long number in SegmentName.List(directory).Where(n => Math.Abs(n - flip.Segment) <= 1))
            {
                File.Copy(SegmentName.PathOf(directory, number), SegmentName.PathOf(copy, number));
            }

            Dictionary<long, byte[]> before = Read(new LedgerFiles(copy, TimeProvider.System), out _);
            flip.Apply(copy);
            using LedgerLog log = LedgerLog.Open(new LedgerLogOptions { Directory = copy, SegmentBytes = segmentBytes }, TimeProvider.System);
            LedgerAppend appended = log.Append(1, DateTimeOffset.UnixEpoch, [1]);
            Dictionary<long, byte[]> after = Read(log, out List<LedgerDamage> damages);
            Judge(flip, before, after, appended, damages, log.Opening, tally);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    internal static void Judge(
        BitFlip flip, Dictionary<long, byte[]> before, Dictionary<long, byte[]> after, LedgerAppend appended, List<LedgerDamage> damages, LedgerOpening opening, TortureTally tally)
    {
        tally.BitsFlipped++;
        long[] lost = [.. before.Keys.Where(s => !after.ContainsKey(s))];
        tally.RecordsLostToBits += lost.Length;
        if (!lost.SequenceEqual(flip.Lost == 0 ? [] : [flip.Lost]))
        {
            tally.TellLost($"{flip} lost the records {string.Join(", ", lost)}");
        }

        foreach ((long sequence, byte[] payload) in before)
        {
            if (after.TryGetValue(sequence, out byte[]? now) && !now.AsSpan().SequenceEqual(payload))
            {
                tally.TellLost($"{flip} changed what is read of record {sequence}");
            }
        }

        if (!after.ContainsKey(appended.Sequence) || before.ContainsKey(appended.Sequence))
        {
            tally.TellWrong($"{flip}: the record after it is {appended.Sequence}, of {before.Count} before");
        }

        if (flip.Lost > 0)
        {
            // What is told may reach over what was lost before, and at the log's end over sequences that nobody had; never over another record.
            LedgerDamage? named = damages.Find(flip.Injection.IsNamedBy);
            if (named is null || !opening.Damages.Any(flip.Injection.IsNamedBy) || before.Keys.Any(s => s != flip.Lost && named.FirstSequence <= s && s <= named.LastSequence))
            {
                tally.TellWrong($"{flip} is told as: {string.Join("; ", damages)}");
            }
            else
            {
                tally.RecordsNamed++;
            }
        }
        else if (flip.IsHeader && !damages.Exists(flip.Injection.Explains))
        {
            tally.TellWrong($"{flip} is not told: {string.Join("; ", damages)}");
        }
    }

    private static Dictionary<long, byte[]> Read(ILedgerSource source, out List<LedgerDamage> damages)
    {
        var records = new Dictionary<long, byte[]>();
        damages = [];
        foreach ((LedgerRecord? record, LedgerDamage? damage) in LogChecker.Entries(source))
        {
            if (record is not null)
            {
                records.Add(record.Sequence, record.Payload.ToArray());
            }
            else
            {
                damages.Add(damage!);
            }
        }

        return records;
    }
}
