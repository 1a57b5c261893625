using Microsoft.Data.Sqlite;

namespace CodeGen.Runtime.Costs;

/// <summary>Brings the database up to the ledger's end, batch after batch. Whatever goes wrong, the next call begins again from the cursor. Not thread-safe.</summary>
internal sealed class RollupRun(RollupStore store) : IDisposable
{
    /// <summary>How many sums of buckets are added up in memory, about 150 bytes each, before they are written.</summary>
    public const int DefaultMaxCells = 400_000;

    /// <summary>Who is further behind than this is told how far it is.</summary>
    private const long FarBehind = 1_000_000;

    private readonly RollupCalendar _calendar = new(store.Options.BillingZone);
    // Some 300 bytes each, and many records of each.
    private readonly AttributionCache _attributions = new(200_000);
    private RollupDatabase? _database;
    private RollupWriter? _writer;
    private LedgerReader? _reader;
    private long _told;

    public int MaxCells { get; init; } = DefaultMaxCells;

    /// <summary>The first record that is not to be summed.</summary>
    public long Until { get; init; } = long.MaxValue;

    /// <summary>The first record that is not summed; 0 before the first call.</summary>
    public long Next => _writer?.State.Next ?? 0;

    /// <summary>Sums what is there.</summary>
    /// <exception cref="SqliteException">The database failed.</exception>
    /// <exception cref="LedgerUnavailableException">The ledger failed.</exception>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        bool isDone = false;
        try
        {
            RollupWriter writer = Open();
            long began = writer.State.Next;
            for (bool isEnd = false; !isEnd;)
            {
                RollupFloors floors = writer.State.Floors.At(store.Time.GetUtcNow(), store.Options, _calendar);
                var batch = new RollupBatch(_calendar, floors);
                isEnd = Fill(batch, cancellationToken);
                store.Probe?.Invoke(RollupStep.Read);
                if (batch.IsEmpty)
                {
                    break;
                }

                // What a failure of power could take from the ledger must not be in the sums: the place would be given to another record.
                if (store.Log.DurableSequence < batch.Next - 1)
                {
                    await store.Log.FlushAsync().ConfigureAwait(false);
                }

                store.Probe?.Invoke(RollupStep.Flushed);
                writer.Write(batch, floors);
                Tell(writer.State.Next, isEnd, began);
            }

            isDone = true;
        }
        catch (SqliteException e) when (e.IsDamage())
        {
            store.TellDamage(e);
            throw;
        }
        finally
        {
            if (!isDone)
            {
                Dispose();
            }
        }
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _writer?.Dispose();
        _database?.Dispose();
        (_reader, _writer, _database) = (null, null, null);
    }

    private RollupWriter Open()
    {
        if (store.IsDamaged)
        {
            Dispose();
        }

        if (_writer is null)
        {
            (_database, RollupState state) = store.OpenForWriting();
            _writer = new RollupWriter(_database, state, store.Probe, isCarried: store.Carried is null);
            _reader = store.Log.Read(state.Next);
            _told = state.Next;
        }

        return _writer;
    }

    /// <returns>Whether the ledger has no more.</returns>
    private bool Fill(RollupBatch batch, CancellationToken cancellationToken)
    {
        LedgerReader reader = _reader!;
        while (batch.Cells < MaxCells)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.Next >= Until)
            {
                return true;
            }

            ReadOutcome outcome = reader.Read();
            if (outcome == ReadOutcome.End)
            {
                return true;
            }

            if (!CostLedger.TryEntry(reader, outcome, _attributions, out CostLedgerEntry entry))
            {
                batch.Pass(reader.Next, reader.Current.Id.ToGuid());
            }
            else if (entry.IsRecord)
            {
                batch.Add(entry.Record);
            }
            else
            {
                LedgerProblem problem = entry.Problem;
                RollupLog.Unreadable(store.Logger, problem.FirstSequence, problem.LastSequence, problem.Message);
                batch.Pass(reader.Next, null, Math.Max(0, problem.LastSequence - problem.FirstSequence + 1));
            }
        }

        return false;
    }

    private void Tell(long next, bool isEnd, long began)
    {
        if (isEnd && next - began >= FarBehind)
        {
            RollupLog.CaughtUp(store.Logger, next - began);
        }
        else if (next - _told >= FarBehind)
        {
            _told = next;
            RollupLog.Progress(store.Logger, next, store.Log.LastSequence);
        }
    }
}
