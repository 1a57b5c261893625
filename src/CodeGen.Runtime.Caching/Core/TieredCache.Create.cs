using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
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
        return GetOrCreateAsync(key, factory, static (f, context, token) => f(context, token), options, cancellationToken);
    }

    public ValueTask<T> GetOrCreateAsync<TState, T>(
        string key,
        TState state,
        Func<TState, CacheEntryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (TryHit(_defaultRegion, key, cancellationToken, out T value, out LocalEntry? entry))
        {
            // What is held was checked when it came.
            RefreshIfDue(new EntryKey(_defaultRegion, key) { Options = options }, entry, state, factory, options);
            return new(value);
        }

        return MissAsync(Key(key), state, factory, options, cancellationToken);
    }

    internal ValueTask<T> GetOrCreateAsync<TState, T>(
        EntryKey key,
        TState state,
        Func<TState, CacheEntryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options,
        CancellationToken cancellationToken)
    {
        if (options is not null)
        {
            key = key with { Options = options };
        }

        if (!key.Skips(CallFlags.SkipLocalRead) && TryHit(key.Region, key.Text, cancellationToken, out T value, out LocalEntry? entry))
        {
            RefreshIfDue(key, entry, state, factory, options);
            return new(value);
        }

        return MissAsync(key, state, factory, options, cancellationToken);
    }

    /// <summary>The hit of a call that is not cancelled already.</summary>
    internal bool TryHit<T>(RegionSettings region, ReadOnlySpan<char> text, CancellationToken cancellationToken, out T value, [NotNullWhen(true)] out LocalEntry? entry)
    {
        if (!cancellationToken.IsCancellationRequested)
        {
            return TryHitLocal(region, text, out value, out _, out entry);
        }

        (value, entry) = (default!, null);
        return false;
    }

    /// <summary>What a call does that was no hit.</summary>
    internal ValueTask<T> MissAsync<TState, T>(
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

        if (options is not null)
        {
            key = key with { Options = options };
        }

        if (cancellationToken.CanBeCanceled || key.Region.HardTimeout is not null || !_log.HasLease)
        {
            return new(Begin(key));
        }

        LogPosition asked = _log.Position;
        long mark = _localInvalidations.Count;
        if (_flights.Find<T>(key)?.Shared(asked, mark) is { } shared)
        {
            _metrics.Joined(key.Region.Name);
            return new(shared);
        }

        Task<T> call = Begin(key);
        if (!call.IsCompleted)
        {
            _flights.Find<T>(key)?.Share(call, asked, mark);
        }

        return new(call);

        Task<T> Begin(in EntryKey key)
        {
            if (!_log.HasLease)
            {
                return CreateAsync(key.Named(), state, factory, options, cancellationToken);
            }

            if (!LooksFirst(key))
            {
                return FlyAsync(key.Named(), state, factory, options, looked: null, cancellationToken, onCallersThread: MayTakeThread(key.Region, cancellationToken));
            }

            // A look needs no name, and so is not checked with it.
            KeyScopes.CheckFits(key.Text, key.Region.Template);
            return LookAndFlyAsync(key, state, factory, cancellationToken);
        }
    }

    /// <summary>Renews the lease first, and serves what the region's rule allows without one.</summary>
    private async Task<T> CreateAsync<TState, T>(
        EntryKey key,
        TState state,
        Func<TState, CacheEntryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options,
        CancellationToken cancellationToken)
    {
        bool current = await _log.EnsureCurrentAsync(cancellationToken).ConfigureAwait(false);
        CacheMissReason reason = CacheMissReason.None;
        if (TryServeUncertain(key, current, out T value, ref reason))
        {
            if (current && key.Region.EagerRefresh is not null && _local.Peek(key) is { } held)
            {
                RefreshIfDue(key, held, state, factory, options);
            }

            return value;
        }

        return current && LooksFirst(key)
            ? await LookAndFlyAsync(key, state, factory, cancellationToken).ConfigureAwait(false)
            : await FlyAsync(key, state, factory, options, looked: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks where somebody may have made it already, which needs no flight, and then makes it.</summary>
    private async Task<T> LookAndFlyAsync<TState, T>(
        EntryKey key,
        TState state,
        Func<TState, CacheEntryContext, CancellationToken, ValueTask<T>> factory,
        CancellationToken cancellationToken)
    {
        SharedLookup<T> lookup = await FindSharedAsync<T>(key, cancellationToken).ConfigureAwait(false);
        return lookup.Hit ? lookup.Result.Value : await FlyAsync(key.Named(), state, factory, key.Options, lookup, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Whether the shared tier is asked before a flight begins. Where somebody is making the value it is not there, and a caller whom the region lets wait only so long waits for the flight.
    /// </summary>
    private bool LooksFirst(in EntryKey key) => _shared is not null
        && key.Region.UseSharedTier
        && key.Region.HardTimeout is null
        && !key.Skips(CallFlags.SkipSharedRead | CallFlags.SkipSharedWrite)
        && !_flights.Contains(key);

    /// <summary>Joins the flight that makes the value, or begins it.</summary>
    private async Task<T> FlyAsync<TState, T>(
        EntryKey key,
        TState state,
        Func<TState, CacheEntryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options,
        SharedLookup<T>? looked,
        CancellationToken cancellationToken,
        Action? waits = null,
        bool onCallersThread = false)
    {
        for (int attempt = 0; ; attempt++)
        {
            bool current = _log.HasLease;
            if (attempt > 0 || !current)
            {
                // At first whoever holds a lease has just looked. After a wait this is no longer the caller's thread.
                onCallersThread = false;
                current = await _log.EnsureCurrentAsync(cancellationToken).ConfigureAwait(false);
                CacheMissReason reason = CacheMissReason.None;
                if (TryServeUncertain(key, current, out T value, ref reason))
                {
                    return value;
                }
            }

            long mark = _localInvalidations.Count;
            LogPosition asked = _log.Position;
            Flight<T> flight;
            bool runs;
            if (attempt < MaxSharedAttempts)
            {
                (flight, runs) = JoinOrAdd<T>(key, asked, mark, current);
            }
            else
            {
                (flight, runs) = (new Flight<T>(key, asked, mark, current), true);
            }

            if (runs)
            {
                // In this caller's ExecutionContext.
                _ = RunAsync(new FlightWork<TState, T>(key, flight, state, factory, options, looked, waits, onCallersThread));
                looked = null;
            }
            else
            {
                _metrics.Joined(key.Region.Name);
                waits?.Invoke();
            }

            FlightResult<T> result;
            bool came;
            try
            {
                (came, result) = await AwaitFlightAsync(flight, key.Region, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                if (flight.Leave())
                {
                    _flights.Remove(flight);
                }

                throw;
            }

            if (runs || !came || await MayHaveAsync(key, flight, asked, mark, result, cancellationToken).ConfigureAwait(false))
            {
                return result.Value;
            }
        }
    }

    /// <summary>
    /// Whether the factory may begin on the caller's thread, which it may block. It goes to another for a caller who can leave, for one whom the region lets wait only so long, and for one whose context
    /// runs on a single thread; where there is a shared tier, whose answer is on another thread in any case; and where factories that ask for other keys have used up the stack.
    /// </summary>
    private bool MayTakeThread(RegionSettings region, CancellationToken cancellationToken) => !cancellationToken.CanBeCanceled
        && (_shared is null || !region.UseSharedTier)
        && region.HardTimeout is null
        && SynchronizationContext.Current is null
        && ReferenceEquals(TaskScheduler.Current, TaskScheduler.Default)
        && RuntimeHelpers.TryEnsureSufficientExecutionStack();

    private (Flight<T> Flight, bool Runs) JoinOrAdd<T>(in EntryKey key, LogPosition asked, long mark, bool current)
    {
        if (_flights.Count == 0)
        {
            var first = new Flight<T>(key, asked, mark, current);
            if (_flights.TryAdd(first))
            {
                return (first, true);
            }
        }

        return JoinOrAddAmongOthers<T>(key, asked, mark, current);
    }

    /// <summary>Apart, so that what the delegates need is made only for a caller who comes as far.</summary>
    private (Flight<T> Flight, bool Runs) JoinOrAddAmongOthers<T>(EntryKey key, LogPosition asked, long mark, bool current) =>
        _flights.JoinOrAdd(key, f => IsJoinable(f, key.Region, current), () => new Flight<T>(key, asked, mark, current));

    /// <summary>Whoever asked before the value's factory began may have it whatever came since; later ones only while it is valid.</summary>
    private async ValueTask<bool> MayHaveAsync<T>(EntryKey key, Flight<T> flight, LogPosition asked, long mark, FlightResult<T> result, CancellationToken cancellationToken)
    {
        var subject = new Subject(key, result.Tags, result.Stamp);
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
            && !_localInvalidations.Concern(subject, flight.Mark)
            && (flight.AnsweredWith is not { } early || _validity.Judge(early.Subject) == CacheMissReason.None);
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

    private async ValueTask<FlightResult<T>> ProduceAsync<TState, T>(FlightWork<TState, T> work)
    {
        EntryKey key = work.Key;
        CancellationToken stop = work.Flight.Stop;
        if (TryHitLocal(key, out T value, out CacheMissReason reason, out LocalEntry? entry))
        {
            // Another flight ended between this caller's look and its taking off.
            return new FlightResult<T>(value, CacheTier.Local, entry.Stamp, entry.Tags);
        }

        StaleValue<T>? stale = StaleOf<T>(key, entry, work.Flight.Mark);
        bool shared = work.Flight.IsCurrent && _shared is not null && key.Region.UseSharedTier;
        WriteTicket? ticket = null;
        if (shared)
        {
            if (work.Looked is null && reason == CacheMissReason.Expired && !key.Skips(CallFlags.SkipSharedRead) && await TryConfirmAsync<T>(key, entry, stop).ConfigureAwait(false) is { } confirmed)
            {
                return confirmed.Result;
            }

            SharedOutcome<T> outcome = key.Skips(CallFlags.SkipSharedRead | CallFlags.SkipSharedWrite)
                ? await LookInPartAsync<T>(key, reason, stop).ConfigureAwait(false)
                : await LookSharedAsync(key, work.Looked, work.Waits, stop).ConfigureAwait(false);
            if (outcome.Found is { } result)
            {
                return result;
            }

            (ticket, reason) = (outcome.Ticket, outcome.Reason);
            stale = outcome.Stale ?? stale;
        }

        // A node that is cut off cannot tell what became of it elsewhere.
        work.Flight.Stale = work.Flight.IsCurrent || MayServeStale(key.Region, _clock.Exact()) ? stale : null;

        Missed(key, reason);
        using var activity = CachingDiagnostics.Source.StartActivity(CachingDiagnostics.CreateActivity);
        activity?.SetTag("cache.region", key.Region.Name);
        activity?.SetTag("cache.miss_reason", reason.ToString());
        return await MakeAsync(work, ticket, shared).ConfigureAwait(false);
    }

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
