using CodeGen.Runtime.Caching;

namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>One node's cache with keys by number, plain and typed alike.</summary>
internal sealed class CacheUnderTest(ITieredCache cache, bool features)
{
    private readonly CacheRegion<RedoKey, CheckedValue> _redo = cache.Region<RedoKey, CheckedValue>(r =>
    {
        r.WhenDisconnected = WhenDisconnected.Recompute;
        r.SingleFlight = SingleFlight.AcrossNodes;
        NodeSettings.Freshen(r, features);
    });

    private readonly CacheRegion<FailKey, CheckedValue> _fail = cache.Region<FailKey, CheckedValue>(r =>
    {
        r.WhenDisconnected = WhenDisconnected.Fail;
        r.OnSuperseded = OnSuperseded.Recompute;
        NodeSettings.Freshen(r, features);
    });

    private readonly CacheRegion<StaleKey, CheckedValue> _stale = cache.Region<StaleKey, CheckedValue>(r =>
    {
        r.WhenDisconnected = WhenDisconnected.ServeStale;
        NodeSettings.Freshen(r, features);
    });

    public ITieredCache Cache => cache;

    public ValueTask<CheckedValue> GetOrCreateAsync(int key, Func<CacheEntryContext, CancellationToken, ValueTask<CheckedValue>> factory, CacheEntryOptions? options) => KeySpace.FamilyOf(key) switch
    {
        KeyFamily.Recompute => _redo.GetOrCreateAsync(new RedoKey(P(key), F(key), H(key)), (_, context, token) => factory(context, token), options),
        KeyFamily.Fail => _fail.GetOrCreateAsync(new FailKey(P(key), F(key), H(key)), (_, context, token) => factory(context, token), options),
        KeyFamily.ServeStale => _stale.GetOrCreateAsync(new StaleKey(P(key), F(key), H(key)), (_, context, token) => factory(context, token), options),
        _ => cache.GetOrCreateAsync(KeySpace.Text(key), factory, options),
    };

    public ValueTask<CacheResult<CheckedValue>> TryGetAsync(int key) => KeySpace.FamilyOf(key) switch
    {
        KeyFamily.Recompute => _redo.TryGetAsync(new RedoKey(P(key), F(key), H(key))),
        KeyFamily.Fail => _fail.TryGetAsync(new FailKey(P(key), F(key), H(key))),
        KeyFamily.ServeStale => _stale.TryGetAsync(new StaleKey(P(key), F(key), H(key))),
        _ => cache.TryGetAsync<CheckedValue>(KeySpace.Text(key)),
    };

    public ValueTask SetAsync(int key, CheckedValue value, CacheEntryOptions options) => KeySpace.FamilyOf(key) switch
    {
        KeyFamily.Recompute => _redo.SetAsync(new RedoKey(P(key), F(key), H(key)), value, options),
        KeyFamily.Fail => _fail.SetAsync(new FailKey(P(key), F(key), H(key)), value, options),
        KeyFamily.ServeStale => _stale.SetAsync(new StaleKey(P(key), F(key), H(key)), value, options),
        _ => cache.SetAsync(KeySpace.Text(key), value, options),
    };

    public ValueTask RemoveAsync(int key) => KeySpace.FamilyOf(key) switch
    {
        KeyFamily.Recompute => _redo.RemoveAsync(new RedoKey(P(key), F(key), H(key))),
        KeyFamily.Fail => _fail.RemoveAsync(new FailKey(P(key), F(key), H(key))),
        KeyFamily.ServeStale => _stale.RemoveAsync(new StaleKey(P(key), F(key), H(key))),
        _ => cache.RemoveAsync(KeySpace.Text(key)),
    };

    public ValueTask InvalidateRegionAsync(KeyFamily family, bool byPrefix) => byPrefix
        ? cache.InvalidateAsync(KeySpace.RootPrefix(family))
        : family switch
        {
            KeyFamily.Recompute => _redo.InvalidateAllAsync(),
            KeyFamily.Fail => _fail.InvalidateAllAsync(),
            KeyFamily.ServeStale => _stale.InvalidateAllAsync(),
            _ => cache.InvalidateAsync(CacheScope.Region("default")),
        };

    private static string P(int key) => $"p{KeySpace.ProjectOf(key)}";

    private static string F(int key) => $"f{KeySpace.FileOf(key)}";

    private static string H(int key) => $"h{KeySpace.HashOf(key)}";
}
