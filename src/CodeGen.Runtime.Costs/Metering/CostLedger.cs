using System.Runtime.CompilerServices;

namespace CodeGen.Runtime.Costs;

/// <summary>The node's log, read as records of costs.</summary>
internal sealed class CostLedger(LedgerStore store, RollupCarry carry, TimeSpan remembrance) : ICostLedger
{
    public Guid Node => store.Log.Node;

    public string Path => store.Log.Directory;

    public long LastSequence => store.Log.LastSequence;

    public long DurableSequence => store.Log.DurableSequence;

    public static async IAsyncEnumerable<CostLedgerEntry> ReadAsync(ILedgerSource source, long from, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using LedgerReader reader = source.Read(from);
        var attributions = new AttributionCache();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOutcome outcome = reader.Read();
            if (outcome == ReadOutcome.End)
            {
                if (!follow)
                {
                    yield break;
                }

                await source.WaitAsync(reader.Next, cancellationToken).ConfigureAwait(false);
            }
            else if (TryEntry(reader, outcome, attributions, out CostLedgerEntry entry))
            {
                yield return entry;
            }
        }
    }

    public static CostRecord? Find(ILedgerSource source, long sequence)
    {
        if (sequence < 1)
        {
            return null;
        }

        using LedgerReader reader = source.Read(sequence);
        while (true)
        {
            ReadOutcome outcome = reader.Read();
            if (outcome == ReadOutcome.Record)
            {
                return reader.Current.Sequence == sequence && TryEntry(reader, outcome, new AttributionCache(), out CostLedgerEntry entry) ? entry.Record : null;
            }

            if (outcome == ReadOutcome.End || reader.Damage!.LastSequence >= sequence)
            {
                return null;
            }
        }
    }

    public IAsyncEnumerable<CostLedgerEntry> ReadAsync(long from = 0, bool follow = false, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        return ReadAsync(store.Log, from, follow, cancellationToken);
    }

    public CostLedgerPage ReadPage(long from, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LedgerReading.MaxPageRecords);
        using LedgerReader reader = store.Log.Read(from);
        var attributions = new AttributionCache();
        var records = new List<CostRecord>();
        var problems = new List<LedgerProblem>();
        bool isEnd = false;
        while (records.Count < limit && !isEnd)
        {
            ReadOutcome outcome = reader.Read();
            isEnd = outcome == ReadOutcome.End;
            if (!isEnd && TryEntry(reader, outcome, attributions, out CostLedgerEntry entry))
            {
                if (entry.IsRecord)
                {
                    records.Add(entry.Record);
                }
                else
                {
                    problems.Add(entry.Problem);
                }
            }
        }

        return new CostLedgerPage(records, problems, reader.Next, isEnd);
    }

    public CostRecord? Find(long sequence) => Find(store.Log, sequence);

    public Task FlushAsync() => store.Log.FlushAsync();

    public IReadOnlyList<string> Export(string directory) => [.. store.Log.ExportSealed(directory).Select(static segment => SegmentName.Of(segment.Number))];

    public void KeepFrom(Func<long> firstNeeded)
    {
        ArgumentNullException.ThrowIfNull(firstNeeded);
        store.Log.KeepFrom(firstNeeded);
    }

    public IReadOnlyList<string> DeleteOlderThan(TimeSpan age)
    {
        if (age < remembrance)
        {
            throw new ArgumentOutOfRangeException(
                nameof(age), age, $"Ids are remembered for {remembrance}; what is younger must stay, so that an event that is handed in again is not booked twice. Give that or more, or set {nameof(CostMeteringOptions.Remembrance)} lower.");
        }

        return [.. store.Log.DeleteOlderThan(age, carry.Take).Select(static segment => SegmentName.Of(segment.Number))];
    }

    /// <returns>Whether the reader is at something about costs: a record, or a place where there may have been one.</returns>
    internal static bool TryEntry(LedgerReader reader, ReadOutcome outcome, AttributionCache attributions, out CostLedgerEntry entry)
    {
        entry = default;
        if (outcome == ReadOutcome.Damage)
        {
            entry = new CostLedgerEntry(LedgerProblem.Of(reader.Damage!));
            return true;
        }

        if (!CostRecordFormat.IsCost(reader.Current.Kind))
        {
            return false;
        }

        try
        {
            entry = new CostLedgerEntry(CostRecordFormat.Read(reader.Current, reader.Payload, attributions));
        }
        catch (UnreadableRecordException e)
        {
            entry = new CostLedgerEntry(LedgerProblem.Of(reader.Current, e));
        }

        return true;
    }
}
