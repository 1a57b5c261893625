namespace CodeGen.Runtime.Costs;

/// <content>The newest snapshot that can be read, and what was recorded after it.</content>
internal sealed partial class LedgerBudgetJournal
{
    public InProcessBudgetStore Restore(Func<InProcessBudgetStore> create)
    {
        // Not before: a journal that nobody restores from needs nothing of the log.
        log.KeepFrom(() => FirstNeeded);
        InProcessBudgetStore? store = null;
        BudgetReplay? replay = null;
        long charges = 0;
        long snapshot = _snapshots.Find(
            file =>
            {
                store = create();
                replay = new BudgetReplay(store);
                long? to = replay.TryBegin(file.Body.Span, file.Sequence);
                charges = to ?? 0;
                return to is null ? null : Math.Min(charges, file.Sequence) + 1;
            },
            out string name);
        if (snapshot == 0)
        {
            store = create();
            replay = new BudgetReplay(store);
            charges = 0;
        }

        var reading = new JournalReading(log, logger);
        var left = new LeftCharges(log.Node, charges);
        long records = reading.Run(
            snapshot == 0 ? 0 : Math.Min(charges, snapshot) + 1,
            (in RecordHeader header, ReadOnlySpan<byte> payload) => left.Take(header, payload) || header.Sequence <= snapshot || replay!.TryTake((LedgerRecordKind)header.Kind, header.Sequence, payload));
        replay!.End(sequence => reading.TellUnreadable(sequence, LedgerRecordKind.Reserve));
        reading.End();
        TellChanged(store!);
        Left = left.All;
        JournalLog.Restored(logger, name, records, log.Directory, store!.OpenCount);
        return store;
    }

    /// <summary>Whoever changes what a budget counts finds it empty, and should know why.</summary>
    private void TellChanged(InProcessBudgetStore store)
    {
        foreach (string name in store.Keys.Dormant.Select(static scope => scope.Definition.Name).Distinct(StringComparer.Ordinal))
        {
            if (store.IsUnused(name))
            {
                JournalLog.BudgetChanged(logger, name);
            }
        }
    }
}
