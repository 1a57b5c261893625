using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Caching;

/// <summary>Refuses a cache that has its namespace on one server with another cache of the same host: each would judge and overwrite what is the other's.</summary>
internal static class NamespaceCheck
{
    /// <exception cref="OptionsValidationException">There is such a cache; the message names both and what to do.</exception>
    public static void Run(IServiceProvider services, CacheInstance instance, TieredCacheOptions options, RedisConnection? redis)
    {
        if (redis is null)
        {
            // What stays in this process is each cache's own, whatever it is called.
            return;
        }

        foreach (CacheInstance other in services.GetServices<CacheInstance>())
        {
            if (other != instance
                && other.CacheOptions(services).Namespace == options.Namespace
                && other.Get<CacheConnection>(services).Redis is { } theirs
                && redis.Servers.Intersect(theirs.Servers).FirstOrDefault() is { } server)
            {
                throw new OptionsValidationException(
                    instance.OptionsName,
                    typeof(TieredCacheOptions),
                    [
                        $"{instance.Section}:{nameof(options.Namespace)} is '{options.Namespace}', and so is {other.Section}:{nameof(options.Namespace)}, both on {server}: "
                        + $"{instance.Shown} and {other.Shown} would overwrite and invalidate each other's values. Give one of them another namespace or another server.",
                    ]);
            }
        }
    }
}
