namespace CodeGen.Runtime.Costs;

/// <content>The newest snapshot that can be read, and what was recorded after it.</content>
internal sealed partial class LedgerBudgetJournal
{
    /// <summary>So many unreadable records are told one by one.</summary>
    private const int MostTold = 16;

    private long _unreadable;

    public InProcessBudgetStore Restore(Func<InProcessBudgetStore> create)
    {
        // Not before: a journal that nobody restores from needs nothing of the log.
        log.KeepFrom(() => FirstNeeded);
        (InProcessBudgetStore store, BudgetReplay replay, long from, string snapshot) = Begin(create);
        long records = Replay(replay, from);
        replay.End(sequence => TellUnreadable(sequence, LedgerRecordKind.Reserve));
        if (_unreadable > MostTold)
        {
            JournalLog.MoreUnreadable(logger, _unreadable - MostTold, log.Directory);
        }

        TellChanged(store);
        JournalLog.Restored(logger, snapshot, records, log.Directory, store.OpenCount);
        return store;
    }

    private (InProcessBudgetStore Store, BudgetReplay Replay, long From, string Snapshot) Begin(Func<InProcessBudgetStore> create)
    {
        foreach (string path in SnapshotFile.List(log.Directory))
        {
            if (!SnapshotFile.TryRead(path, log.Node, log.LastSequence, out SnapshotFile? file, out string? problem))
            {
                JournalLog.SnapshotUnusable(logger, path, problem);
                continue;
            }

            InProcessBudgetStore store = create();
            var replay = new BudgetReplay(store);
            if (replay.TryBegin(file.Body.Span))
            {
                _saved = file.Sequence;
                return (store, replay, file.Sequence + 1, $"the snapshot '{Path.GetFileName(path)}'");
            }

            JournalLog.SnapshotUnusable(logger, path, "it is whole, and no snapshot that this version can read.");
        }

        InProcessBudgetStore empty = create();
        return (empty, new BudgetReplay(empty), 0, "no snapshot");
    }

    private long Replay(BudgetReplay replay, long from)
    {
        long last = log.LastSequence;
        long records = 0;
        bool isFirst = from == 0;
        using LedgerReader reader = log.Read(from);
        for (ReadOutcome outcome = reader.Read(); outcome != ReadOutcome.End; outcome = reader.Read())
        {
            if (outcome == ReadOutcome.Damage)
            {
                if (reader.Damage!.LosesRecords)
                {
                    JournalLog.RecordsLost(logger, log.Directory, reader.Damage);
                }

                continue;
            }

            // Others may be adding records of their own kinds.
            if (reader.Current.Sequence > last)
            {
                break;
            }

            if (isFirst && reader.Current.Sequence > 1)
            {
                JournalLog.BeginsLate(logger, log.Directory, reader.Current.Sequence);
            }

            isFirst = false;
            var kind = (LedgerRecordKind)reader.Current.Kind;
            if (kind is LedgerRecordKind.Reserve or LedgerRecordKind.Settle or LedgerRecordKind.Void)
            {
                records++;
                if (!replay.TryTake(kind, reader.Current.Sequence, reader.Payload))
                {
                    TellUnreadable(reader.Current.Sequence, kind);
                }
            }
        }

        return records;
    }

    private void TellUnreadable(long sequence, LedgerRecordKind kind)
    {
        if (++_unreadable <= MostTold)
        {
            JournalLog.RecordUnreadable(logger, sequence, log.Directory, kind);
        }
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
