using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <content>Running a factory and storing what it made, if nothing overtook it.</content>
internal sealed partial class TieredCache
{
    private async ValueTask<FlightResult<T>> MakeAsync<TState, T>(FlightWork<TState, T> work, WriteTicket? ticket, bool shared)
    {
        EntryKey key = work.Key;
        RegionSettings region = key.Region;
        DataKey dataKey = shared ? DataKey.Of(_options.Namespace, key) : default;
        FlightKeeper? keeper = ticket is { Token: { } token } ? new FlightKeeper(_shared!, dataKey, token, _options.FlightLease, _timeProvider) : null;
        ITimer? release = null;
        long ticketAt = ticket is null ? 0 : _clock.Exact();
        try
        {
            StaleValue<T>? stale = work.Flight.Stale;
            for (int run = 0; ; run++)
            {
                long mark = _localInvalidations.Count;
                LogPosition stamp = _log.Position;
                var context = new CacheEntryContext(key.Text, region.Name, stamp, work.Options?.Tags, stale?.Entry);
                long began = _timeProvider.GetTimestamp();
                using FactoryDeadline deadline = work.Flight.BeginFactory(stamp, mark, context, _timeProvider, began, region.FactoryTimeout);
                T value;
                try
                {
                    value = await InvokeAsync(work, context, deadline, stale).ConfigureAwait(false);
                }
                catch (Exception e) when (stale is not null && !work.Flight.IsAbandoned)
                {
                    if (await FallBackAsync(stale, e).ConfigureAwait(false))
                    {
                        return stale.Result;
                    }

                    throw;
                }

                _metrics.Created(region.Name, _timeProvider, began, context.Cost);
                region.LearnCost(context.Cost);
                string[] tags = context.TagSnapshot();
                decimal cost = context.Cost;
                if (context.IsNotModified)
                {
                    _metrics.NotModified(region.Name);
                    if (!await _log.EnsureCurrentAsync(CancellationToken.None).ConfigureAwait(false) || !await IsStillValidAsync(stale!).ConfigureAwait(false))
                    {
                        // Unchanged at its source, but invalidated since it was found, or perhaps so on other nodes while this one is cut off: its new stamp would hide that.
                        stale = null;
                        continue;
                    }

                    tags = WithTagsOf(stale!.Entry, context);
                    cost = cost == 0 ? stale.Entry.Cost : cost;
                }

                var result = new FlightResult<T>(value, CacheTier.None, stamp, TagMembers.Of(tags));
                var subject = new Subject(key, result.Tags, stamp);
                long keyFloor = _validity.Keys.Floor;
                CacheMissReason verdict = await JudgeMadeAsync(subject, mark).ConfigureAwait(false);
                if (verdict != CacheMissReason.None)
                {
                    _metrics.Superseded(region.Name, verdict);
                    if (region.OnSuperseded == OnSuperseded.Recompute && run < region.MaxRecomputes && !work.Flight.IsAbandoned)
                    {
                        stale = null;
                        continue;
                    }

                    return result;
                }

                if (context.DoNotStore)
                {
                    return result;
                }

                EntryLife life = LifeOf(region, work.Options, value is null || context.IsNegative, context);
                using PooledBuffer? raw = ticket is null ? null : TrySerialize(region, value);
                ulong writeVersion = raw is null ? 0 : RandomIdentity.Next();
                long serverEndsAt = ticket is null ? 0 : ticket.Value.BeganAt + (_clock.Exact() - ticketAt) + (long)life.Life.TotalMilliseconds;
                verdict = Fill(key, subject, new NewEntry<T>
                {
                    Value = value,
                    Remaining = life.Life,
                    Life = life,
                    LocalLife = context.LocalTimeToLive ?? key.LocalTimeToLive,
                    Cost = cost,
                    Size = Math.Max(ValueSize.Estimate(value), raw is null ? 0 : 2L * raw.WrittenCount),
                    FilledAt = stamp.Sequence,
                    Certain = work.Flight.IsCurrent,
                    Mark = mark,
                    KeyFloor = keyFloor,
                    WriteVersion = writeVersion,
                    ServerEndsAt = serverEndsAt,
                    ETag = context.ETag,
                });

                if (verdict == CacheMissReason.None)
                {
                    bool isLifeOwn = (context.TimeToLive ?? work.Options?.TimeToLive) is not null || ((value is null || context.IsNegative) && region.NegativeTimeToLive is not null);
                    TellStored(key, subject, life, isLifeOwn, context.Cost, Math.Max(ValueSize.Estimate(value), raw is null ? 0 : 2L * raw.WrittenCount), mark);
                }

                // Later callers have the stored value from here on; whoever joined now would only wait for the write.
                _flights.Remove(work.Flight);
                if (verdict == CacheMissReason.None && raw is not null)
                {
                    // A shared tier that hangs costs its own time-outs, not its callers' time: they have the value after a moment in any case.
                    release = CompleteLater(work.Flight, result);
                    var header = new FrameHeader
                    {
                        WriteVersion = writeVersion,
                        Stamp = stamp,
                        Flags = NullFlag(value),
                        RegionVersion = region.Version,
                        TimeToLive = life.Life,
                        StaleFor = life.StaleFor,
                        Window = life.Window,
                        ServerEndsAt = serverEndsAt,
                        ETag = context.ETag,
                        Cost = cost,
                        Tags = tags,
                    };
                    using PooledBuffer frame = Frame(key, raw, header);
                    await WriteCreatedAsync(region, dataKey, raw, frame.WrittenMemory, ticket!.Value, life.InSharedTier).ConfigureAwait(false);
                }

                return result;
            }
        }
        finally
        {
            if (keeper is not null)
            {
                await keeper.DisposeAsync().ConfigureAwait(false);
                await EndFlightAsync(dataKey, ticket!.Value.Token!).ConfigureAwait(false);
            }

            if (release is not null)
            {
                await release.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private ITimer CompleteLater<T>(Flight<T> flight, FlightResult<T> result) =>
        _timeProvider.CreateTimer(_ => flight.Complete(result), null, _options.SharedWriteWait, Timeout.InfiniteTimeSpan);

    /// <summary>As <see cref="JudgeSurelyAsync"/>, for a value that has just been made: also by what was invalidated without a sequence, and by how far the log was forgotten.</summary>
    private ValueTask<CacheMissReason> JudgeMadeAsync(in Subject subject, long mark)
    {
        ValueTask<CacheMissReason> judged = JudgeSurelyAsync(subject, CancellationToken.None);
        return judged.IsCompletedSuccessfully ? new(JudgeMade(subject, mark, judged.Result)) : JudgeAsync(this, subject, mark, judged);

        static async ValueTask<CacheMissReason> JudgeAsync(TieredCache cache, Subject subject, long mark, ValueTask<CacheMissReason> judged) =>
            cache.JudgeMade(subject, mark, await judged.ConfigureAwait(false));
    }

    private CacheMissReason JudgeMade(in Subject subject, long mark, CacheMissReason verdict)
    {
        if (verdict == CacheMissReason.None && _localInvalidations.Concern(subject, mark))
        {
            verdict = CacheMissReason.InvalidatedKey;
        }

        return verdict == CacheMissReason.None && subject.Stamp.Sequence < _validity.Horizon.LocalFloor ? CacheMissReason.Floor : verdict;
    }

    private static string[] WithTagsOf(LocalEntry entry, CacheEntryContext context)
    {
        foreach (string member in entry.Tags)
        {
            context.Tags.Add(member[1..]);
        }

        return context.TagSnapshot();
    }

    /// <summary>Runs the factory until it ends, its deadline passes or all callers have left. A factory that ignores its token is left to itself.</summary>
    private async ValueTask<T> InvokeAsync<TState, T>(FlightWork<TState, T> work, CacheEntryContext context, FactoryDeadline deadline, StaleValue<T>? stale)
    {
        Flight<T> flight = work.Flight;
        RegionSettings region = work.Key.Region;
        Task<T> running;
        if (work.OnCallersThread && stale is null)
        {
            ValueTask<T> made = StartHere(work, context);
            if (flight.IsOverdue)
            {
                // Its callers were told.
                Observe(made.AsTask());
                throw TimedOut(region);
            }

            if (made.IsCompletedSuccessfully)
            {
                return made.Result;
            }

            running = made.AsTask();
            deadline.Arm();
        }
        else
        {
            deadline.Arm();
            running = StartAsync(work, context, flight.Stop);
        }

        using ITimer? soft = stale is not null && region.SoftTimeout is { } soon
            ? AnswerLater(flight, stale, soon)
            : null;
        try
        {
            // The wait ends with the token even when the factory does not.
            return await running.WaitAsync(flight.Stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (flight.IsOverdue)
        {
            Observe(running);
            throw TimedOut(region);
        }
        catch (OperationCanceledException) when (flight.IsAbandoned)
        {
            Observe(running);
            throw;
        }
    }

    private ITimer AnswerLater<T>(Flight<T> flight, StaleValue<T> stale, TimeSpan soon) =>
        _timeProvider.CreateTimer(_ => _ = AnswerSoonAsync(flight, stale), null, soon, Timeout.InfiniteTimeSpan);

    private static ValueTask<T> StartHere<TState, T>(FlightWork<TState, T> work, CacheEntryContext context)
    {
        Flight<T> flight = work.Flight;
        flight.IsOnCallersThread = true;
        try
        {
            return work.Factory(work.State, context, flight.Stop);
        }
        finally
        {
            flight.IsOnCallersThread = false;
        }
    }

    private CacheFactoryTimeoutException TimedOut(RegionSettings region)
    {
        _metrics.FactoryTimedOut(region.Name);
        Log.FactoryTimedOut(_logger, region.Name, region.FactoryTimeout);
        return FactoryTimedOut(region);
    }

    internal static CacheFactoryTimeoutException FactoryTimedOut(RegionSettings region) => new(
        $"The factory of a key in region '{region.Name}' did not finish within {region.FactoryTimeout} and was cancelled. "
        + "Raise RegionOptions.FactoryTimeout (up to TieredCacheOptions.MaxFactoryDuration) if it may take longer.");

    private static async Task<T> StartAsync<TState, T>(FlightWork<TState, T> work, CacheEntryContext context, CancellationToken cancellationToken)
    {
        // Elsewhere: a factory that blocks before its first await would hold the deadline up with it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return await work.Factory(work.State, context, cancellationToken).ConfigureAwait(false);
    }

    private static void Observe(Task task) =>
        task.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
