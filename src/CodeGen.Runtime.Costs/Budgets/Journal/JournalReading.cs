using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>Reads a log for budgets: what a snapshot does not stand for. Not thread-safe.</summary>
internal sealed class JournalReading(LedgerLog log, ILogger logger)
{
    /// <summary>So many unreadable records are told one by one.</summary>
    private const int MostTold = 16;

    private long _unreadable;

    /// <summary>Takes a record over. False where it makes no sense; then it is left out.</summary>
    public delegate bool Taker(in RecordHeader header, ReadOnlySpan<byte> payload);

    /// <summary>Reads from a place to the end.</summary>
    /// <param name="from">The first record that is of interest.</param>
    /// <param name="take">Takes records over.</param>
    /// <returns>How many were records of budgets.</returns>
    public long Run(long from, Taker take)
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
            records += kind is LedgerRecordKind.Reserve or LedgerRecordKind.Settle or LedgerRecordKind.Void or LedgerRecordKind.Node ? 1 : 0;
            if (!take(reader.Current, reader.Payload))
            {
                TellUnreadable(reader.Current.Sequence, kind);
            }
        }

        return records;
    }

    public void TellUnreadable(long sequence, LedgerRecordKind kind)
    {
        if (++_unreadable <= MostTold)
        {
            JournalLog.RecordUnreadable(logger, sequence, log.Directory, kind);
        }
    }

    public void End()
    {
        if (_unreadable > MostTold)
        {
            JournalLog.MoreUnreadable(logger, _unreadable - MostTold, log.Directory);
        }
    }
}
