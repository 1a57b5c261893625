using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CodeGen.Runtime.Caching;

/// <summary>The connection of one cache, if it has one; disposed with the container.</summary>
internal sealed class CacheConnection(CoordinationOptions options, Func<ConfigurationOptions>? configure, ILogger logger, string? name = null) : IAsyncDisposable, IDisposable
{
    public RedisConnection? Redis { get; } = configure is not null ? new RedisConnection(options, configure, logger)
        : options.Configuration is not null ? new RedisConnection(options, logger, name)
        : null;

    /// <summary>For containers that are disposed synchronously.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public ValueTask DisposeAsync() => Redis?.DisposeAsync() ?? ValueTask.CompletedTask;
}
