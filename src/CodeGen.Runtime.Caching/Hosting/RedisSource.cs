using StackExchange.Redis;

namespace CodeGen.Runtime.Caching;

/// <summary>A connection that the host configured in code.</summary>
internal sealed record RedisSource(Func<ConfigurationOptions> Configure);
