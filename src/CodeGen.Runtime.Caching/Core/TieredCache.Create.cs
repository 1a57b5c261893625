using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <content>Making a value at most once.</content>
internal sealed partial class TieredCache
{
    /// <summary>A caller whose shared flights are overtaken by invalidations again and again makes a value of its own after this many.</summary>
    private const int MaxSharedAttempts = 8;

    public ValueTask<T> GetOrCreateAsync<T>(
        string key,
        Func<CacheEntryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return GetOrCreateAsync(Key(key), factory, static (f, context, token) => f(context, token), options, cancellationToken);
    }

    public ValueTask<T> GetOrCreateAsync<TState, T>(
        string key,
        TState state,
        Func<TState, CacheEntryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return GetOrCreateAsync(Key(key), state, factory, options, cancellationToken);
    }

    internal ValueTask<T> GetOrCreateAsync<TState, T>(
        EntryKey key,
        TState state,
        Func<TState, CacheEntryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options,
        CancellationToken cancellationToken)
    {
        Check(key);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        return TryHitLocal(key, out T value, out _) ? new(value) : new(CreateAsync(key.Named(), state, factory, options, cancellationToken));
    }

    private async Task<T> CreateAsync<TState, T>(
        EntryKey key,
        TState state,
        Func<TState, CacheEntryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options,
        CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            bool current = await _log.EnsureCurrentAsync(cancellationToken).ConfigureAwait(false);
            CacheMissReason reason = CacheMissReason.None;
            if (TryServeUncertain(key, current, out T value, ref reason))
            {
                return value;
            }

            long mark = _localInvalidations.Count;
            LogPosition asked = _log.Position;
            Flight<T> flight;
            bool runs;
            if (attempt < MaxSharedAttempts)
            {
                (flight, runs) = _flights.JoinOrAdd(key, f => IsJoinable(f, key.Region, current), () => new Flight<T>(key, asked, mark, current));
            }
            else
            {
                (flight, runs) = (new Flight<T>(key, asked, mark, current), true);
            }

            if (runs)
            {
                var work = new FlightWork<TState, T>(key, flight, state, factory, options);

                // Flows this caller's ExecutionContext, and lets this caller leave although the factory may block its thread.
                ThreadPool.QueueUserWorkItem(static w => _ = w.Cache.RunAsync(w.Work), (Cache: this, Work: work), preferLocal: true);
            }
            else
            {
                _metrics.Joined(key.Region.Name);
            }

            FlightResult<T> result;
            try
            {
                result = await flight.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                if (flight.Leave())
                {
                    _flights.Remove(flight);
                }

                throw;
            }

            if (runs || await MayHaveAsync(key, flight, asked, mark, result, cancellationToken).ConfigureAwait(false))
            {
                return result.Value;
            }
        }
    }

    /// <summary>Whoever asked before the value's factory began may have it whatever came since; later ones only while it is valid.</summary>
    private async ValueTask<bool> MayHaveAsync<T>(EntryKey key, Flight<T> flight, LogPosition asked, long mark, FlightResult<T> result, CancellationToken cancellationToken)
    {
        var subject = new Subject { Member = key.Member, KeyText = key.Text, Scopes = flight.Scopes, Tags = result.Tags, Stamp = result.Stamp };
        if (_localInvalidations.Concern(subject, flight.Mark, mark))
        {
            return false;
        }

        if (asked.Epoch == result.Stamp.Epoch && asked.Sequence <= result.Stamp.Sequence)
        {
            return true;
        }

        return await JudgeSurelyAsync(subject, cancellationToken).ConfigureAwait(false) == CacheMissReason.None;
    }

    /// <summary>
    /// A node that is cut off cannot tell what became invalid elsewhere since the flight's factory began, and a flight may last: to its callers the value in the making is one from before,
    /// served by the region's rule or not at all.
    /// </summary>
    private bool IsJoinable(Flight flight, RegionSettings region, bool current)
    {
        Subject subject = flight.Subject;
        return (current || !flight.IsCurrent || MayServeStale(region, _clock.Exact()))
            && _validity.Judge(subject) == CacheMissReason.None
            && !_localInvalidations.Concern(subject, flight.Mark);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever the factory throws belongs to the flight's callers.")]
    private async Task RunAsync<TState, T>(FlightWork<TState, T> work)
    {
        Flight<T> flight = work.Flight;
        try
        {
            FlightResult<T> result = await ProduceAsync(work).ConfigureAwait(false);

            // Out of the table before the callers go on: whoever comes later finds the stored value, or starts anew if it was not stored.
            _flights.Remove(flight);
            flight.Complete(result);
        }
        catch (Exception e)
        {
            _flights.Remove(flight);
            flight.Fail(e);
        }
    }

    private async Task<FlightResult<T>> ProduceAsync<TState, T>(FlightWork<TState, T> work)
    {
        EntryKey key = work.Key;
        CancellationToken abandoned = work.Flight.Abandoned;
        if (TryHitLocal(key, out T value, out CacheMissReason reason, out LocalEntry? entry))
        {
            // Another flight ended between this caller's look and its taking off.
            return new FlightResult<T>(value, CacheTier.Local, entry.Stamp, entry.Tags);
        }

        bool shared = work.Flight.IsCurrent && _shared is not null && key.Region.UseSharedTier;
        WriteTicket? ticket = null;
        if (shared)
        {
            (FlightResult<T>? found, ticket, reason) = await LookSharedAsync<T>(key, work.Flight.Scopes, abandoned).ConfigureAwait(false);
            if (found is { } result)
            {
                return result;
            }
        }

        _metrics.Miss(key.Region.Name, reason);
        using var activity = CachingDiagnostics.Source.StartActivity(CachingDiagnostics.CreateActivity);
        activity?.SetTag("cache.region", key.Region.Name);
        activity?.SetTag("cache.miss_reason", reason.ToString());
        return await MakeAsync(work, ticket, shared).ConfigureAwait(false);
    }

    private async Task<FlightResult<T>> MakeAsync<TState, T>(FlightWork<TState, T> work, WriteTicket? ticket, bool shared)
    {
        EntryKey key = work.Key;
        RegionSettings region = key.Region;
        DataKey dataKey = shared ? DataKey.Of(_options.Namespace, key.Member, region.Version) : default;
        FlightKeeper? keeper = ticket is { Token: { } token } ? new FlightKeeper(_shared!, dataKey, token, _options.FlightLease, _timeProvider) : null;
        ITimer? release = null;
        try
        {
            for (int run = 0; ; run++)
            {
                long mark = _localInvalidations.Count;
                LogPosition stamp = _log.Position;
                var context = new CacheEntryContext(key.Text, region.Name, stamp, work.Options?.Tags);
                work.Flight.BeginFactory(stamp, mark, context);
                long began = _timeProvider.GetTimestamp();
                T value = await InvokeAsync(work, context).ConfigureAwait(false);
                _metrics.Created(region.Name, _timeProvider.GetElapsedTime(began), context.Cost);
                region.LearnCost(context.Cost);

                string[] tags = context.TagSnapshot();
                var result = new FlightResult<T>(value, CacheTier.None, stamp, Flight.TagMembers(tags));
                var subject = new Subject { Member = key.Member, KeyText = key.Text, Scopes = work.Flight.Scopes, Tags = result.Tags, Stamp = stamp };
                CacheMissReason verdict = await JudgeSurelyAsync(subject, CancellationToken.None).ConfigureAwait(false);
                if (verdict == CacheMissReason.None && _localInvalidations.Concern(subject, mark))
                {
                    verdict = CacheMissReason.InvalidatedKey;
                }

                if (verdict == CacheMissReason.None && stamp.Sequence < _validity.Horizon.LocalFloor)
                {
                    verdict = CacheMissReason.Floor;
                }

                if (verdict != CacheMissReason.None)
                {
                    _metrics.Superseded(region.Name, verdict);
                    if (region.OnSuperseded == OnSuperseded.Recompute && run < region.MaxRecomputes && !work.Flight.Abandoned.IsCancellationRequested)
                    {
                        continue;
                    }

                    return result;
                }

                TimeSpan life = Life(context.TimeToLive ?? work.Options?.TimeToLive ?? region.TimeToLive);
                using PooledBuffer? raw = ticket is null ? null : TrySerialize(region, value);
                long size = Math.Max(ValueSize.Estimate(value), raw is null ? 0 : 2L * raw.WrittenCount);
                TimeSpan localLife = work.Options?.LocalTimeToLive ?? region.LocalTimeToLive;
                verdict = Fill(key, subject, value, life, localLife, context.Cost, size, stamp.Sequence, certain: work.Flight.IsCurrent, mark);

                // Later callers have the stored value from here on; whoever joined now would only wait for the write.
                _flights.Remove(work.Flight);
                if (verdict == CacheMissReason.None && raw is not null)
                {
                    // A shared tier that hangs costs its own time-outs, not its callers' time: they have the value after a moment in any case.
                    release = _timeProvider.CreateTimer(_ => work.Flight.Complete(result), null, _options.SharedWriteWait, Timeout.InfiniteTimeSpan);
                    using PooledBuffer frame = Frame(region, raw, NullFlag(value), stamp, life, context.Cost, tags);
                    await WriteCreatedAsync(region, dataKey, raw, frame.WrittenMemory, ticket!.Value, life).ConfigureAwait(false);
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

    /// <summary>Runs the factory until it ends, its deadline passes or all callers have left. A factory that ignores its token is left to itself.</summary>
    private async Task<T> InvokeAsync<TState, T>(FlightWork<TState, T> work, CacheEntryContext context)
    {
        RegionSettings region = work.Key.Region;
        using var deadline = new CancellationTokenSource(region.FactoryTimeout, _timeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, work.Flight.Abandoned);

        Task<T> running = StartAsync(work, context, stop.Token);
        try
        {
            // The wait ends with the token even when the factory does not.
            return await running.WaitAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested && stop.IsCancellationRequested)
        {
            Observe(running);
            _metrics.FactoryTimedOut(region.Name);
            Log.FactoryTimedOut(_logger, region.Name, region.FactoryTimeout);
            throw new CacheFactoryTimeoutException(
                $"The factory of a key in region '{region.Name}' did not finish within {region.FactoryTimeout} and was cancelled ({e.GetType().Name}). "
                + "Raise RegionOptions.FactoryTimeout (up to TieredCacheOptions.MaxFactoryDuration) if it may take longer.");
        }
        catch (OperationCanceledException) when (work.Flight.Abandoned.IsCancellationRequested)
        {
            Observe(running);
            throw;
        }
    }

    private static async Task<T> StartAsync<TState, T>(FlightWork<TState, T> work, CacheEntryContext context, CancellationToken cancellationToken)
    {
        // Elsewhere: a factory that blocks before its first await would hold the deadline up with it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return await work.Factory(work.State, context, cancellationToken).ConfigureAwait(false);
    }

    private static void Observe(Task task) =>
        task.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private TimeSpan Life(TimeSpan asked)
    {
        if (asked <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(asked), asked, "The time to live of an entry must be more than zero.");
        }

        return asked < _options.MaxEntryLifetime ? asked : _options.MaxEntryLifetime;
    }

    private async ValueTask EndFlightAsync(DataKey dataKey, string token)
    {
        try
        {
            await _shared!.EndFlightAsync(dataKey, token, CancellationToken.None).ConfigureAwait(false);
        }
        catch (CoordinationException e)
        {
            // It runs out by itself.
            SharedTierFailed("end", e);
        }
    }
}
