using System.Collections.Concurrent;
using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Caching;

/// <summary>The cache: local memory, shared tier, log and flights put together. Parts: reading, creating, writing, invalidating, explaining.</summary>
internal sealed partial class TieredCache : ITieredCache, ILogSink, IAsyncDisposable, IDisposable
{
    /// <summary>The region of plain string keys.</summary>
    public const string DefaultRegionName = "default";

    private readonly TieredCacheOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly CoarseClock _clock;
    private readonly LogFollower _log;
    private readonly ILogServer _server;
    private readonly ISharedStore? _shared;
    private readonly CircuitBreaker _breaker;
    private readonly ValidityTable _validity;
    private readonly LocalStore _local;
    private readonly FlightTable _flights = new();
    private readonly SharedLooks _looks = new();
    private readonly LocalInvalidations _localInvalidations = new();
    private readonly CacheSerializers _serializers;
    private readonly PayloadCodecs _codecs;
    private readonly FrameCompression _compression;
    private readonly CacheMetrics _metrics;
    private readonly ILogger _logger;
    private readonly LeaderElection _leader;
    private readonly RegionSettings _defaultRegion;
    private readonly ConcurrentDictionary<(string Region, int Version), (LogPosition Position, long At)> _announced = new();

    private int _disposed;

    public TieredCache(CacheParts parts)
    {
        _options = parts.Options;
        _timeProvider = parts.TimeProvider;
        _server = parts.Server;
        _shared = parts.Shared;
        _serializers = parts.Serializers;
        _codecs = parts.Codecs;
        _logger = parts.Logger;
        _clock = new CoarseClock(parts.TimeProvider);
        _breaker = new CircuitBreaker(_clock);
        _validity = new ValidityTable(parts.Options.MaxPatterns, parts.Options.MaxKeyRecords);
        _local = parts.HostMemory is { } memory
            ? new LocalStore(new HostMemory(memory, parts.HostEntrySize, _clock))
            : new LocalStore(parts.Options.MaxEntries, parts.Options.MaxBytes);
        _compression = parts.Options.Compress && parts.Codecs.TryGet(PayloadCodecs.Lz4Id, out IPayloadCodec? codec)
            ? new FrameCompression(codec, parts.Options.CompressionThreshold)
            : FrameCompression.None;
        _log = new LogFollower(
            parts.Server,
            this,
            _clock,
            new LogFollowerOptions(
                parts.Coordination,
                ShortRetention: parts.Options.MaxFactoryDuration + parts.Coordination.MaxStaleness + RetentionSlack,
                LongRetention: parts.Options.MaxEntryLifetime + parts.Options.MaxFactoryDuration + parts.Coordination.MaxStaleness + RetentionSlack,
                Recover: parts.Options.OnFailOver == OnFailOver.Recover,
                UseOutbox: parts.Options.OnDisconnectedInvalidation == OnDisconnectedInvalidation.Queue,
                ClearMember: ValidityTable.ClearMember),
            parts.Logger);
        _leader = new LeaderElection(parts.Leaders, _clock, $"{parts.Options.Namespace}:retention", TimeSpan.FromSeconds(30));
        _metrics = parts.CreateMetrics(this);
        _accesses = parts.Accesses is { } listener ? new AccessSample(listener, parts.TimeProvider, parts.Shared is not null) : null;
        _defaultRegion = new RegionSettings(DefaultRegionName, parts.Options.PlainKeys, parts.Options);
    }

    public string Namespace => _options.Namespace;

    internal LogFollower Follower => _log;

    internal ILogServer Server => _server;

    internal ValidityTable Validity => _validity;

    internal LocalStore Local => _local;

    internal CircuitBreaker Breaker => _breaker;

    internal bool HasSharedTier => _shared is not null;

    internal int FlightCount => _flights.Count;

    /// <summary>Between the moment a node reads the server's clock and the moment its record arrives, time passes; retention is this much longer than it needs to be.</summary>
    private static readonly TimeSpan RetentionSlack = TimeSpan.FromMinutes(1);

    public CacheRegion<TKey, TValue> Region<TKey, TValue>(Action<RegionOptions>? configure = null)
        where TKey : struct, ICacheKey<TKey>
    {
        var options = new RegionOptions();
        configure?.Invoke(options);
        return new CacheRegion<TKey, TValue>(this, new RegionSettings(options.Name ?? TKey.Template.Root, options, _options, TKey.Template));
    }

    /// <summary>A region of a facade, whose keys are plain texts.</summary>
    internal RegionSettings FacadeRegion(string name) => new(name, new RegionOptions(), _options);

    internal CacheSerializers Serializers => _serializers;

    internal int MaxKeyLength => _options.MaxKeyLength;

    internal TimeSpan MaxEntryLifetime => _options.MaxEntryLifetime;

    public Task StartAsync(CancellationToken cancellationToken) => _log.StartAsync(cancellationToken);

    /// <summary>For containers that are disposed synchronously.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        // The container holds the cache under two types and disposes both.
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _leader.DisposeAsync().ConfigureAwait(false);
        await _log.DisposeAsync().ConfigureAwait(false);
        _local.LeaveHost();
        _metrics.Dispose();
        _clock.Dispose();
        if (_shared is not null)
        {
            await _shared.DisposeAsync().ConfigureAwait(false);
        }

        await _server.DisposeAsync().ConfigureAwait(false);
    }

    public void Apply(string member, long sequence, LogRecord? record)
    {
        if (member[0] != LogRecord.ShortLivedKind)
        {
            _validity.Raise(member, sequence);
            return;
        }

        bool isSet = record is { Operation: LogOperation.Set } && record.Origin != _log.NodeId;
        if (_validity.Keys.Raise(member, new KeyRecord(_validity.Horizon.Epoch, sequence, isSet, isSet && record!.Members.Count == 1 ? record.Inline : default, isSet ? _clock.Exact() : 0)))
        {
            _local.RemoveOlder(member, sequence);
        }

        _accesses?.Forget(member);
    }

    public void HorizonChanged(LogHorizon horizon) => _validity.SetHorizon(horizon);

    public void ApplyLocally(IReadOnlyList<string> members)
    {
        // Noted before memory is cleared: a value that slips in between is found by one or the other.
        _localInvalidations.Add(members);
        foreach (string member in members)
        {
            if (member[0] == LogRecord.ShortLivedKind)
            {
                _local.RemoveOlder(member, long.MaxValue);
                _accesses?.Forget(member);
            }
            else
            {
                _local.RemoveWhere(e => LocalInvalidations.Concerns(member, e.Subject));
            }
        }
    }

    private EntryKey Key(string key)
    {
        KeyGuard.Validate(key, _options.MaxKeyLength);
        return new EntryKey(_defaultRegion, key);
    }

    private void Check(in EntryKey key)
    {
        if (key.Text.Length > _options.MaxKeyLength)
        {
            KeyGuard.Validate(key.Text, _options.MaxKeyLength);
        }
    }
}
