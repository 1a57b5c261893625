using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Contracts;

/// <summary>Microsoft's distributed cache on Redis.</summary>
internal sealed class RedisCacheSubject : Subject
{
    public override string Name => "RedisCache";

    public override string Version => VersionOf(typeof(RedisCache));

    public override void Register(IServiceCollection services, string? connection, NodeSettings settings) =>
        services.AddStackExchangeRedisCache(o => o.Configuration = PeerConnection.Of(connection!));
}
