using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeGen.Runtime;

/// <summary>The joint of cache and recommendations: tells the profile of each cache what becomes of a sample of its keys, and keeps the profiles in their file.</summary>
internal sealed class CacheReuse(ReuseProfiles profiles, IOptions<CodeGenRuntimeOptions> options, TimeProvider time, ILogger<CacheReuse> logger) : BackgroundService, ICacheAccesses
{
    /// <summary>What is learnt in it is lost with a process that is killed, of a month that is looked at.</summary>
    private static readonly TimeSpan s_saveInterval = TimeSpan.FromMinutes(5);

    public ICacheAccessListener? Listen(CacheInstance instance, TieredCacheOptions cache) => options.Value.ReuseShare > 0
        ? new ReuseListener(profiles.Of(new ReuseCache(instance.Name ?? string.Empty, instance.Section, cache.MaxEntries, cache.MaxBytes, cache.MaxEntryLifetime), options.Value.ReuseShare))
        : null;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        Save();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (profiles.Problem is { } problem)
        {
            Log.ReuseNotRead(logger, problem);
        }

        using var timer = new PeriodicTimer(s_saveInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                Save();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private void Save()
    {
        try
        {
            profiles.Save();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.ReuseNotSaved(logger, e);
        }
    }
}
