using System.Collections.Concurrent;

namespace CodeGen.Runtime.Costs;

/// <content>The end of chunks.</content>
internal sealed partial class LeasedBudgetStore
{
    private int _ticking;
    private readonly ConcurrentDictionary<Chunk, byte> _ending = new();
    private readonly Queue<(HoldRecord Chunk, BookedAmounts Settled, HoldRecord[] Open)> _untold = new();

    /// <summary>Ends the chunks whose life is over, and keeps standby chunks where there are to be some. Called by a clock. While the store is away, chunks live on as long as they are safe.</summary>
    internal async Task TickAsync()
    {
        if (Interlocked.Exchange(ref _ticking, 1) == 1)
        {
            return;
        }

        try
        {
            long now = time.GetTimestamp();
            List<Chunk> due = Chunks((set, chunk) => now >= chunk.LifeEnd || IsIdle(set, now));
            bool stands = options.LocalShare > 0 && !_closed;
            if (due.Count > 0 || stands || _untold.Count > 0)
            {
                // Not before it is there: a chunk that is being booked serves nothing.
                await store.ProbeAsync().ConfigureAwait(false);
                if (Interlocked.Exchange(ref _alone, 0) == 1)
                {
                    SharedBudgetLog.NotAlone(logger);
                }

                await TellUntoldAsync().ConfigureAwait(false);
                await Task.WhenAll(due.Select(RetireAsync)).ConfigureAwait(false);
                if (stands)
                {
                    await StandByAsync(now).ConfigureAwait(false);
                }
            }

            Forget(now);
        }
        catch (Exception e) when (e is BudgetUnavailableException or LedgerUnavailableException)
        {
            // With the next tick.
        }
        finally
        {
            Volatile.Write(ref _ticking, 0);
        }
    }

    /// <summary>The host stops: from now on each reservation is a step of its own, and nothing stays set aside.</summary>
    internal async Task CloseAsync()
    {
        _closed = true;
        foreach (ChunkSet set in _sets.Values)
        {
            Task? asking;
            lock (set.Lock)
            {
                asking = set.Asking;
            }

            // Whether it comes or not, nobody asks after this.
            await (asking ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await FlushAsync(static (_, _) => true).ConfigureAwait(false);
        await TellUntoldAsync().ConfigureAwait(false);
    }

    /// <summary>Ends some chunks now, and waits for those that are ending.</summary>
    internal Task FlushAsync(Func<ChunkSet, Chunk, bool> which) => Task.WhenAll(Chunks(which).Select(RetireAsync).Concat(_ending.Keys.Select(static chunk => chunk.Told.Task)));

    private List<Chunk> Chunks(Func<ChunkSet, Chunk, bool> which)
    {
        var chunks = new List<Chunk>();
        foreach (ChunkSet set in _sets.Values)
        {
            lock (set.Lock)
            {
                chunks.AddRange(new[] { set.Current, set.Standby }.OfType<Chunk>().Where(chunk => which(set, chunk)));
            }
        }

        return chunks;
    }

    private bool IsIdle(ChunkSet set, long now) => now >= set.UsedAt + Ticks(options.Forgotten, time);

    /// <summary>Ends all chunks of a budget; false where there was none.</summary>
    private async Task<bool> RetireAsync(BudgetScope scope)
    {
        List<Chunk> chunks = Chunks((set, _) => set.Has(scope));
        await Task.WhenAll(chunks.Select(RetireAsync)).ConfigureAwait(false);
        return chunks.Count > 0;
    }

    private Task RetireAsync(Chunk chunk)
    {
        BookedAmounts settled;
        HoldRecord[] open;
        ChunkSet set = chunk.Set;
        lock (set.Lock)
        {
            if (chunk.IsRetired)
            {
                return chunk.Told.Task;
            }

            set.Current = set.Current == chunk ? null : set.Current;
            set.Standby = set.Standby == chunk ? null : set.Standby;
            (settled, open) = chunk.Retire();
            _ending[chunk] = 0;
        }

        return TellAsync(chunk, settled, open);
    }

    private async Task TellAsync(Chunk chunk, BookedAmounts settled, HoldRecord[] open)
    {
        List<CrossedThreshold>? crossed = null;
        try
        {
            crossed = (await store.SplitAsync(chunk.Record, settled, open).ConfigureAwait(false)).Crossed;
        }
        catch (Exception e) when (e is BudgetUnavailableException or LedgerUnavailableException)
        {
            lock (_untold)
            {
                _untold.Enqueue((chunk.Record, settled, open));
            }
        }
        catch (OverflowException e)
        {
            // It stays held, and becomes indeterminate.
            SharedBudgetLog.WaitingFailed(logger, chunk.Record.Id, settled.Actual, e.Message);
        }
        finally
        {
            foreach (HoldRecord hold in open)
            {
                hold.Chunk = null;
            }

            chunk.Told.SetResult();
            _ending.TryRemove(chunk, out _);
        }

        await AlertAsync(crossed).ConfigureAwait(false);
    }

    private async Task TellUntoldAsync()
    {
        while (true)
        {
            (HoldRecord Chunk, BookedAmounts Settled, HoldRecord[] Open) first;
            lock (_untold)
            {
                if (!_untold.TryPeek(out first))
                {
                    return;
                }
            }

            try
            {
                await AlertAsync((await store.SplitAsync(first.Chunk, first.Settled, first.Open).ConfigureAwait(false)).Crossed).ConfigureAwait(false);
            }
            catch (Exception e) when (e is BudgetUnavailableException or LedgerUnavailableException)
            {
                return;
            }
            catch (OverflowException e)
            {
                SharedBudgetLog.WaitingFailed(logger, first.Chunk.Id, first.Settled.Actual, e.Message);
            }

            lock (_untold)
            {
                _ = _untold.Dequeue();
            }
        }
    }

    private ValueTask AlertAsync(List<CrossedThreshold>? crossed) => crossed is not null && _crossedLater is { } handler ? handler(crossed) : ValueTask.CompletedTask;

    /// <summary>Sets that nobody has used for long.</summary>
    private void Forget(long now)
    {
        foreach (ChunkSet set in _sets.Values)
        {
            lock (set.Lock)
            {
                if (set is { Current: null, Standby: null, Asking: null } && IsIdle(set, now))
                {
                    set.IsGone = true;
                    _sets.TryRemove(new KeyValuePair<ChunkSetKey, ChunkSet>(set.Key, set));
                }
            }
        }
    }
}
