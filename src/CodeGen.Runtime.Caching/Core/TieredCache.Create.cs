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

        return TryHitLocal(key, out T value, out _) ? new(value) : new(CreateAsync(key, state, factory, options, cancellationToken));
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
            if (TryServeUncertain(key, current, out T value))
            {
                return value;
            }

            long mark = _localInvalidations.Count;
            LogPosition asked = _log.Position;
            Flight<T> flight;
            bool runs;
            if (attempt < MaxSharedAttempts)
            {
                (flight, runs) = _flights.JoinOrAdd(key.Member, IsJoinable, () => new Flight<T>(key, asked, mark));
            }
            else
            {
                (flight, runs) = (new Flight<T>(key, asked, mark), true);
            }

            if (runs)
            {
                var work = new FlightWork<TState, T>(key, flight, state, factory, options, current);

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

    private bool IsJoinable(Flight flight)
    {
        Subject subject = flight.Subject;
        return _validity.Judge(subject) == CacheMissReason.None && !_localInvalidations.Concern(subject, flight.Mark);
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

        bool shared = work.Current && _shared is not null && key.Region.UseSharedTier;
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
        using var activity = CachingDiagnostics.Source.StartActivity("cache.create");
        activity?.SetTag("cache.region", key.Region.Name);
        activity?.SetTag("cache.miss_reason", reason.ToString());
        return await MakeAsync(work, ticket, shared).ConfigureAwait(false);
    }

    /// <summary>Looks into the shared tier, waits for whoever is making the value elsewhere, and otherwise comes back with the ticket to make it here.</summary>
    private async ValueTask<(FlightResult<T>? Found, WriteTicket? Ticket, CacheMissReason Reason)> LookSharedAsync<T>(EntryKey key, string[] scopes, CancellationToken cancellationToken)
    {
        RegionSettings region = key.Region;
        bool across = region.FliesAcrossNodes;

        // An expensive value should not be born dead: the log's position is fetched beside the read.
        Task<bool> refreshed = across ? _log.RefreshAsync(cancellationToken) : Task.FromResult(true);
        SharedLookup<T> lookup = await ReadSharedAsync<T>(key, scopes, cancellationToken).ConfigureAwait(false);
        if (!lookup.Hit)
        {
            lookup = await WaitForSetAsync(key, scopes, lookup, cancellationToken).ConfigureAwait(false);
        }

        await refreshed.ConfigureAwait(false);
        if (lookup.Hit)
        {
            return (lookup.Result, null, CacheMissReason.None);
        }

        if (lookup.Reason == CacheMissReason.SharedTierError || !await AnnounceAsync(region, cancellationToken).ConfigureAwait(false))
        {
            return (null, null, lookup.Reason);
        }

        DataKey dataKey = DataKey.Of(_options.Namespace, key.Member, region.Version);
        string? token = across ? RandomIdentity.Next().ToString("x16", System.Globalization.CultureInfo.InvariantCulture) : null;
        TimeSpan pause = TimeSpan.FromMilliseconds(50);
        long deadline = _clock.Exact() + (long)region.FactoryTimeout.TotalMilliseconds;
        while (true)
        {
            WriteTicket ticket;
            try
            {
                ticket = await _shared!.BeginAsync(dataKey, token, _options.FlightLease, cancellationToken).ConfigureAwait(false);
            }
            catch (CoordinationException e)
            {
                SharedTierFailed("begin", e);
                return (null, null, lookup.Reason);
            }

            if (ticket.Acquired && ticket.SeenVersion == lookup.SeenVersion)
            {
                return (null, ticket, lookup.Reason);
            }

            if (!ticket.Acquired)
            {
                if (_clock.Exact() >= deadline)
                {
                    // Longer than any factory may take: not waiting is cheaper than waiting for ever. The write is fenced by the version all the same.
                    return (null, ticket with { Token = null }, lookup.Reason);
                }

                _metrics.WaitedAcrossNodes(region.Name);
                try
                {
                    await _shared.WaitForFlightAsync(dataKey, pause, cancellationToken).ConfigureAwait(false);
                }
                catch (CoordinationException e)
                {
                    SharedTierFailed("wait", e);
                    return (null, null, lookup.Reason);
                }

                pause = TimeSpan.FromMilliseconds(Math.Min(2 * pause.TotalMilliseconds, 1_000));
            }

            // Something was written since the look, or the other node has ended: look again before paying.
            lookup = await ReadSharedAsync<T>(key, scopes, cancellationToken).ConfigureAwait(false);
            if (lookup.Hit)
            {
                if (ticket is { Acquired: true, Token: { } taken })
                {
                    await EndFlightAsync(dataKey, taken).ConfigureAwait(false);
                }

                return (lookup.Result, null, CacheMissReason.None);
            }

            if (ticket.Acquired)
            {
                // What is there now is no use, but it is what the write will be compared with.
                return (null, ticket, lookup.Reason);
            }
        }
    }

    /// <summary>A Set was announced but its value is not there yet: it travels inside the record, or it is waited for briefly.</summary>
    private async ValueTask<SharedLookup<T>> WaitForSetAsync<T>(EntryKey key, string[] scopes, SharedLookup<T> lookup, CancellationToken cancellationToken)
    {
        long mark = _localInvalidations.Count;
        if (_validity.Keys.Find(key.Member) is not { IsSet: true } record)
        {
            return lookup;
        }

        if (!record.Inline.IsEmpty)
        {
            TimeSpan sinceHeard = TimeSpan.FromMilliseconds(Math.Max(0, _clock.Exact() - record.HeardAt));
            TimeSpan remaining = _options.MaxEntryLifetime - sinceHeard;
            if (EntryFrame.TryRead(record.Inline, _codecs, _options.MaxPayloadBytes, out DecodedFrame decoded) == FrameReadResult.Ok)
            {
                remaining = decoded.Header.TimeToLive - sinceHeard;
                decoded.Dispose();
            }

            if (remaining > TimeSpan.Zero)
            {
                LogPosition stamp = new(record.Epoch, record.Sequence);
                SharedLookup<T> inline = await TakeFrameAsync<T>(key, scopes, record.Inline, remaining, stamp, mark, cancellationToken).ConfigureAwait(false);
                if (inline.Hit)
                {
                    return inline;
                }
            }
        }

        double pause = 1;
        while (_clock.Exact() - record.HeardAt < (long)_options.SetWait.TotalMilliseconds)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(pause), _timeProvider, cancellationToken).ConfigureAwait(false);
            pause *= 2;
            lookup = await ReadSharedAsync<T>(key, scopes, cancellationToken).ConfigureAwait(false);
            if (lookup.Hit || lookup.Reason == CacheMissReason.SharedTierError)
            {
                break;
            }
        }

        return lookup;
    }

    private async Task<FlightResult<T>> MakeAsync<TState, T>(FlightWork<TState, T> work, WriteTicket? ticket, bool shared)
    {
        EntryKey key = work.Key;
        RegionSettings region = key.Region;
        DataKey dataKey = shared ? DataKey.Of(_options.Namespace, key.Member, region.Version) : default;
        FlightKeeper? keeper = ticket is { Token: { } token } ? new FlightKeeper(_shared!, dataKey, token, _options.FlightLease, _timeProvider) : null;
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
                PooledBuffer? frame = ticket is null ? null : Encode(key, value, stamp, FrameFlags.None, life, context.Cost, tags);
                using (frame)
                {
                    long size = Math.Max(ValueSize.Estimate(value), frame is null ? 0 : 2L * frame.WrittenCount);
                    verdict = Fill(
                        key, subject, value, life, work.Options?.LocalTimeToLive ?? region.LocalTimeToLive, context.Cost, size, stamp.Sequence, certain: work.Current, mark);
                    if (verdict == CacheMissReason.None && frame is not null)
                    {
                        await WriteCreatedAsync(region, dataKey, frame.WrittenMemory, ticket!.Value, life).ConfigureAwait(false);
                    }
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
        }
    }

    /// <summary>Runs the factory until it ends, its deadline passes or all callers have left. A factory that ignores its token is left to itself.</summary>
    private async Task<T> InvokeAsync<TState, T>(FlightWork<TState, T> work, CacheEntryContext context)
    {
        RegionSettings region = work.Key.Region;
        using var deadline = new CancellationTokenSource(region.FactoryTimeout, _timeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, work.Flight.Abandoned);
        Task<T> running = work.Factory(work.State, context, stop.Token).AsTask();
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
