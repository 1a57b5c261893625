using System.Collections.Concurrent;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// The profiles of a host's caches, kept in a file beside the ledger. What is kept are sums by region and day; which keys were seen is not: after a restart each is new. Thread-safe.
/// </summary>
public sealed class ReuseProfiles
{
    private readonly ConcurrentDictionary<string, ReuseProfile> _profiles = new(StringComparer.Ordinal);
    private readonly ReuseFile _file;
    private readonly string _zone;
    private readonly Dictionary<string, StoredReuseCache> _stored;
    private readonly Lock _gate = new();

    internal ReuseProfiles(CostMeteringOptions options)
    {
        _file = new ReuseFile(options.LedgerPath is { } ledger ? Path.Combine(ledger, "reuse.json") : null, options.Currency, options.BillingZone);
        _zone = options.BillingZone;
        _stored = _file.Read(out string? problem);
        Problem = problem;
    }

    /// <summary>All, ordered by the names of their caches.</summary>
    public IReadOnlyList<ReuseProfile> All => [.. _profiles.Values.OrderBy(static profile => profile.Cache.Name, StringComparer.Ordinal)];

    /// <summary>Why the file could not be read, so that all began anew; null where it could.</summary>
    internal string? Problem { get; }

    /// <summary>The profile of a cache; the first call makes it, with the days that are known of a cache of that name and size.</summary>
    /// <param name="cache">Which cache.</param>
    /// <param name="share">Which part of all keys is sampled at first: above 0, at most 1.</param>
    public ReuseProfile Of(ReuseCache cache, double share)
    {
        ArgumentNullException.ThrowIfNull(cache);
        return _profiles.GetOrAdd(cache.Name, _ =>
        {
            var profile = new ReuseProfile(cache, _zone, share);
            if (_stored.TryGetValue(cache.Name, out StoredReuseCache? stored) && stored.MaxEntries == cache.MaxEntries && stored.MaxBytes == cache.MaxBytes)
            {
                profile.Restore(stored.Regions);
            }

            return profile;
        });
    }

    /// <exception cref="IOException">The file cannot be written.</exception>
    internal void Save()
    {
        lock (_gate)
        {
            _file.Write([.. All.Select(static profile => profile.ToStored())]);
        }
    }
}
