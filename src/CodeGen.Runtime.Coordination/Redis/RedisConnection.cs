using System.Globalization;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CodeGen.Runtime.Coordination;

/// <summary>
/// Two connections to one Redis: <see cref="ControlAsync"/> for the log, leases and the doorbell, so that they never queue behind bulk values, and <see cref="DataAsync"/> for those.
/// Connects on first use, checks the server once, reconnects by itself. Thread-safe.
/// </summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private readonly CoordinationOptions _options;
    private readonly ILogger _logger;
    private readonly Func<ConfigurationOptions> _configure;
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private volatile State? _state;
    private volatile string? _refusal;
    private bool _disposed;

    public RedisConnection(CoordinationOptions options, ILogger logger, string? name = null)
        : this(options, () => Parse(options.Configuration, name), logger)
    {
    }

    public RedisConnection(CoordinationOptions options, Func<ConfigurationOptions> configure, ILogger logger)
    {
        _options = options;
        _configure = configure;
        _logger = logger;
        ConfigurationOptions configuration = configure();
        Endpoint = string.Join(",", configuration.EndPoints.Select(static e => e.ToString()?.Replace("Unspecified/", string.Empty, StringComparison.Ordinal)));
        Servers = [.. configuration.EndPoints.Select(e => ServerAddress.Of(e, configuration.Ssl))];
    }

    /// <summary>The server's addresses, without credentials.</summary>
    public string Endpoint { get; }

    /// <summary>The same, each in one spelling: what tells whether two connections lead to one server.</summary>
    public IReadOnlyList<string> Servers { get; }

    /// <summary>Why the server was refused, or <see langword="null"/>.</summary>
    public string? Refusal => _refusal;

    public bool IsReachable => _state is { } state && state.Control.IsConnected && state.Data.IsConnected;

    public ValueTask<IConnectionMultiplexer> ControlAsync(CancellationToken cancellationToken) =>
        _state is { } state ? new(state.Control) : new(SlowAsync(static s => s.Control, cancellationToken));

    public ValueTask<IConnectionMultiplexer> DataAsync(CancellationToken cancellationToken) =>
        _state is { } state ? new(state.Data) : new(SlowAsync(static s => s.Data, cancellationToken));

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        if (Interlocked.Exchange(ref _state, null) is { } state)
        {
            await state.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<IConnectionMultiplexer> SlowAsync(Func<State, IConnectionMultiplexer> pick, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_refusal is { } refusal)
        {
            throw new CoordinationException(refusal);
        }

        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _state ??= await ConnectAsync().ConfigureAwait(false);
            return pick(_state);
        }
        catch (RedisServerException e)
        {
            throw new CoordinationException($"Redis at {Endpoint} cannot serve right now: {e.Message}. The connection is tried again.", e);
        }
        catch (RedisException e)
        {
            throw new CoordinationException($"Redis at {Endpoint} could not be reached: {e.GetType().Name}. Check that the server runs and the address is right; the connection is tried again.", e);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task<State> ConnectAsync()
    {
        var control = await OpenAsync("control").ConfigureAwait(false);
        IConnectionMultiplexer? data = null;
        try
        {
            data = await OpenAsync("data").ConfigureAwait(false);
            string? refusal = await ServerCheck.RunAsync(control, data, Endpoint).ConfigureAwait(false);
            if (refusal is not null)
            {
                _refusal = refusal;
                Log.ServerRefused(_logger, refusal);
                throw new CoordinationException(refusal);
            }

            Log.Connected(_logger, Endpoint);
            return new State(control, data);
        }
        catch
        {
            await control.DisposeAsync().ConfigureAwait(false);
            if (data is not null)
            {
                await data.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    private async Task<IConnectionMultiplexer> OpenAsync(string role)
    {
        ConfigurationOptions configuration = _configure();
        configuration.ClientName = string.Create(CultureInfo.InvariantCulture, $"{configuration.ClientName ?? "codegen-runtime"}-{role}");
        configuration.AbortOnConnectFail = true;
        configuration.AllowAdmin = false;

        // While the server is away a command fails at once; what the caller does then is decided by the room, not by a queue.
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.AsyncTimeout = configuration.SyncTimeout = (int)_options.CommandTimeout.TotalMilliseconds;
        configuration.ConnectTimeout = (int)_options.ConnectTimeout.TotalMilliseconds;
        configuration.HeartbeatInterval = TimeSpan.FromMilliseconds(Math.Clamp(_options.CommandTimeout.TotalMilliseconds / 2, 100, 1_000));
        configuration.HeartbeatConsistencyChecks = false;
        configuration.ReconnectRetryPolicy = new LinearRetry(250);
        return await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
    }

    private static ConfigurationOptions Parse(string? configuration, string? name)
    {
        try
        {
            return ConfigurationOptions.Parse(configuration ?? string.Empty, ignoreUnknown: false);
        }
        catch (ArgumentException e)
        {
            // The string may hold a password, so it is not repeated.
            throw new CoordinationException($"{CoordinationOptions.SectionOf(name)}:{nameof(CoordinationOptions.Configuration)} is not a StackExchange.Redis configuration string: {e.Message}", e);
        }
    }

    private sealed record State(IConnectionMultiplexer Control, IConnectionMultiplexer Data) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Data.DisposeAsync().ConfigureAwait(false);
            await Control.DisposeAsync().ConfigureAwait(false);
        }
    }
}
