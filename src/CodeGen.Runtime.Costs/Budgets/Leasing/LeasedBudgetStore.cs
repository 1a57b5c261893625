using System.Collections.Concurrent;
using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// A shared store of which this node holds chunks, and serves reservations from them without asking. A chunk is an ordinary hold of the store: a node that dies leaves it behind, charged in full. After its
/// life what was settled in it is booked, what is open in it becomes holds of their own, and the rest is given back, in one step. Thread-safe.
/// </summary>
internal sealed partial class LeasedBudgetStore(IChunkStore store, LeasingOptions options, TimeProvider time, ILogger logger) : IBudgetStore
{
    /// <summary>A chunk is at most half of the part that each node would have of what is left.</summary>
    private const int PartsOfANode = 2;

    private const int MostDivisor = 1_000;

    /// <summary>How often a reservation waits for a chunk before it becomes a step of its own: others may be faster each time.</summary>
    private const int Attempts = 3;

    private readonly ConcurrentDictionary<ChunkSetKey, ChunkSet> _sets = new();
    private readonly long _life = Ticks(options.ChunkLife, time);
    private readonly long _standbyLife = Ticks(options.StandbyLife, time);
    private readonly ulong _process = RandomIdentity.Next();
    private ulong _count;
    private Func<List<CrossedThreshold>, ValueTask>? _crossedLater;
    private volatile bool _closed;
    private int _alone;

    /// <summary>Whether there are to be chunks at all; without any each step goes to the store.</summary>
    public bool IsUsed => options.Mode == SharedBudgetMode.Leased || options.LocalShare > 0;

    private bool IsLeasing => options.Mode == SharedBudgetMode.Leased && !_closed;

    private int Divisor => Math.Clamp(PartsOfANode * store.NodeCount, PartsOfANode * 2, MostDivisor);

    public ValueTask<ReserveOutcome> ReserveAsync(HoldRecord hold, CancellationToken cancellationToken)
    {
        if (!IsUsed || hold.Shares.Length == 0 || hold.Estimate.Picos == 0 || !ChunkSetKey.TryOf(hold, out ChunkSetKey key))
        {
            return store.ReserveAsync(hold, cancellationToken);
        }

        ChunkSet set = Used(key, hold);
        if (TryTake(set, hold, out ReserveOutcome outcome))
        {
            return new ValueTask<ReserveOutcome>(outcome);
        }

        return IsLeasing ? LeaseAsync(set, hold, cancellationToken) : ReserveExactAsync(set, hold, cancellationToken);
    }

    public ValueTask<(ReserveOutcome Reserved, SettleOutcome Settled)> ChargeAsync(HoldRecord hold, BookedAmounts amounts, CancellationToken cancellationToken) =>
        store.ChargeAsync(hold, amounts, cancellationToken);

    public ValueTask<long> NowAsync(CancellationToken cancellationToken) => store.NowAsync(cancellationToken);

    public void OnCrossedLater(Func<List<CrossedThreshold>, ValueTask> handler)
    {
        _crossedLater = handler;
        store.OnCrossedLater(handler);
    }

    private static long Ticks(TimeSpan span, TimeProvider time) => (long)(span.TotalSeconds * time.TimestampFrequency);

    /// <summary>By the store's clock, as far as this node can say.</summary>
    private long NowOf(Chunk chunk, long timestamp) => chunk.Record.ReservedAt + (long)time.GetElapsedTime(chunk.AskedAt, timestamp).TotalMilliseconds;

    /// <summary>The set of a hold that somebody asks for.</summary>
    private ChunkSet Used(ChunkSetKey key, HoldRecord hold)
    {
        while (true)
        {
            ChunkSet set = _sets.TryGetValue(key, out ChunkSet? known) ? known : _sets.GetOrAdd(key, static key => new ChunkSet(key));
            lock (set.Lock)
            {
                if (!set.IsGone)
                {
                    long now = time.GetTimestamp();
                    set.Use(hold, now, _standbyLife);
                    return set;
                }
            }
        }
    }

    /// <summary>Serves a reservation from what this node has.</summary>
    private bool TryTake(ChunkSet set, HoldRecord hold, out ReserveOutcome outcome)
    {
        if (store.IsAway)
        {
            return TryTakeAlone(set, hold, out outcome);
        }

        long now = time.GetTimestamp();
        lock (set.Lock)
        {
            return TryTake_NeedsLock(set.Current, hold, now, alone: false, out outcome);
        }
    }

    /// <summary>The store does not answer, or does not know what is left: what was set aside before is there all the same.</summary>
    private bool TryTakeAlone(ChunkSet set, HoldRecord hold, out ReserveOutcome outcome)
    {
        long now = time.GetTimestamp();
        bool taken;
        lock (set.Lock)
        {
            taken = TryTake_NeedsLock(set.Current, hold, now, alone: true, out outcome) || TryTake_NeedsLock(set.Standby, hold, now, alone: true, out outcome);
        }

        if (taken && Interlocked.Exchange(ref _alone, 1) == 0)
        {
            SharedBudgetLog.Alone(logger);
        }

        return taken;
    }

    private bool TryTake_NeedsLock(Chunk? chunk, HoldRecord hold, long now, bool alone, out ReserveOutcome outcome)
    {
        outcome = default;
        if (chunk is null || now >= (alone ? chunk.HardEnd : chunk.LifeEnd))
        {
            return false;
        }

        long at = NowOf(chunk, now);
        outcome = new ReserveOutcome(ReserveStatus.Held, at);
        return chunk.TryTake(hold, at);
    }

    /// <summary>Waits for a chunk; where there is none, the reservation is a step of its own.</summary>
    private async ValueTask<ReserveOutcome> LeaseAsync(ChunkSet set, HoldRecord hold, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < Attempts && AskFor(set, hold) is { } asking; attempt++)
        {
            ChunkGrant grant;
            try
            {
                grant = await asking.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (BudgetUnavailableException)
            {
                if (TryTakeAlone(set, hold, out ReserveOutcome alone))
                {
                    return alone;
                }

                if (hold.Shares.AsSpan().ContainsEnforced())
                {
                    throw;
                }

                break;
            }

            if (grant.Status == ReserveStatus.TableTooOld)
            {
                return new ReserveOutcome(ReserveStatus.TableTooOld, grant.Now);
            }

            if (TryTake(set, hold, out ReserveOutcome outcome))
            {
                return outcome;
            }
        }

        return await ReserveExactAsync(set, hold, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The request for the next chunk, one for all who wait; or nothing where none should be asked for.</summary>
    private Task<ChunkGrant>? AskFor(ChunkSet set, HoldRecord hold)
    {
        var asking = new TaskCompletionSource<ChunkGrant>(TaskCreationOptions.RunContinuationsAsynchronously);
        ChunkRequest request;
        lock (set.Lock)
        {
            if (set.Asking is { } others)
            {
                return others;
            }

            long now = time.GetTimestamp();

            // What is large beside a chunk does not take away the chunk of all the others.
            if (now < set.ExactUntil || _closed || (set.Current is { } current && now < current.LifeEnd && current.IsHalfFull() && current.HasRatesOf(hold)))
            {
                return null;
            }

            List<long> sizes = ChunkSizes.Of(hold, set.Demand, now - set.DemandSince, _life, set.LastSize, Divisor);
            (set.Demand, set.DemandSince) = (0, now);
            if (sizes.Count == 0)
            {
                set.ExactUntil = now + _life;
                return null;
            }

            request = new ChunkRequest(new BudgetHoldId(_process, Interlocked.Increment(ref _count)), hold, sizes, Divisor);
            set.Asking = asking.Task;
        }

        _ = AskAsync(set, request, asking);
        return asking.Task;
    }

    private async Task AskAsync(ChunkSet set, ChunkRequest request, TaskCompletionSource<ChunkGrant> asking)
    {
        long askedAt = time.GetTimestamp();
        Chunk? before = null;
        try
        {
            ChunkGrant grant = await store.LeaseAsync(request).ConfigureAwait(false);
            lock (set.Lock)
            {
                set.Asking = null;
                if (grant.Chunk is { } record)
                {
                    (before, set.Current) = (set.Current, Make(set, record, askedAt, grant.Now, _life));
                    set.LastSize = record.Estimate.Picos;
                }
                else if (grant.Status == ReserveStatus.Refused)
                {
                    (set.ExactUntil, set.LastSize) = (time.GetTimestamp() + _life, 0);
                }
            }

            asking.SetResult(grant);
        }
#pragma warning disable CA1031 // Whoever waits for the chunk gets the error.
        catch (Exception e)
#pragma warning restore CA1031
        {
            lock (set.Lock)
            {
                set.Asking = null;
            }

            asking.SetException(e);
            _ = asking.Task.Exception;
        }

        if (before is not null)
        {
            await RetireAsync(before).ConfigureAwait(false);
        }
    }

    /// <summary>A chunk, with the ends that are safe whatever the clocks of this node and of the store do: both are taken from how long ago it was asked for.</summary>
    private Chunk Make(ChunkSet set, HoldRecord record, long askedAt, long now, long life)
    {
        long left = Math.Min(record.OrphanedAt - now, store.NodeLife) * 3 / 4;
        foreach (ref HoldShare share in record.Shares.AsSpan())
        {
            WindowTable table = share.Scope.Table;
            int window = table.IndexOf(record.ReservedAt);
            left = Math.Min(left, (window < 0 ? share.Scope.Table.End : table.EndOf(window)) - record.ReservedAt);
        }

        long hardEnd = askedAt + (Math.Max(0, left) * time.TimestampFrequency / 1_000);
        return new Chunk(set, record, askedAt) { LifeEnd = Math.Min(hardEnd, askedAt + life), HardEnd = hardEnd };
    }

    /// <summary>A reservation that is a step of its own. What this node has set aside and does not need must not be what it is refused for.</summary>
    private async ValueTask<ReserveOutcome> ReserveExactAsync(ChunkSet set, HoldRecord hold, CancellationToken cancellationToken)
    {
        try
        {
            ReserveOutcome outcome = await store.ReserveAsync(hold, cancellationToken).ConfigureAwait(false);
            if (outcome.Status == ReserveStatus.Refused && await RetireAsync(hold.Shares[outcome.Share].Scope).ConfigureAwait(false))
            {
                outcome = await store.ReserveAsync(hold, cancellationToken).ConfigureAwait(false);
            }

            return outcome;
        }
        catch (BudgetUnavailableException e)
        {
            // Where the store may have the hold, its release waits already, under the same name.
            if (!e.MayHaveHappened && TryTakeAlone(set, hold, out ReserveOutcome alone))
            {
                return alone;
            }

            throw;
        }
    }
}
