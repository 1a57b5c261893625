using System.Collections.Concurrent;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeGen.Runtime;

/// <summary>
/// The joint of cache and ledger: what hits would have cost to make again is summed up by region, and booked as a saving now and then. A record a hit would cost more than most hits.
/// </summary>
internal sealed class CacheSavings : BackgroundService, ICacheSavings
{
    private readonly ConcurrentDictionary<string, RegionSavings> _regions = new(StringComparer.Ordinal);
    private readonly IServiceProvider _services;
    private readonly Currency _currency;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly ILogger<CacheSavings> _logger;

    public CacheSavings(IServiceProvider services, IOptions<CostMeteringOptions> costs, IOptions<CodeGenRuntimeOptions> options, TimeProvider time, ILogger<CacheSavings> logger)
    {
        _services = services;
        _currency = Currency.Parse(costs.Value.Currency);
        _interval = options.Value.SavingsInterval;
        _time = time;
        _logger = logger;
    }

    public void Saved(string region, decimal cost)
    {
        if (_interval != TimeSpan.Zero)
        {
            _regions.GetOrAdd(region, static _ => new RegionSavings()).Add(cost);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        Book();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_interval == TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(_interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                Book();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private void Book()
    {
        foreach ((string region, RegionSavings savings) in _regions)
        {
            (long hits, decimal saved) = savings.Take();
            if (hits == 0)
            {
                continue;
            }

            try
            {
                CostUse use = CostUse.Stated(CostCategory.Model, "cache.hits", hits, Money.Of(saved, _currency));

                // Only now: who makes a cache should not wait for prices to be read.
                _ = _services.GetRequiredService<ICostTracker>().TrackSaving(use, new CostTerms { Attribution = new CostAttribution { Resource = region }, Reason = "answered by the cache" });
            }
            catch (Exception e) when (e is LedgerUnavailableException or ObjectDisposedException)
            {
                savings.GiveBack(hits, saved);
                Log.SavingsNotBooked(_logger, e, region);
            }
        }
    }
}
