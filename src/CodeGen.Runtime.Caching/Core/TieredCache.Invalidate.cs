using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <content>Invalidating, and retiring what was invalidated long ago.</content>
internal sealed partial class TieredCache
{
    public ValueTask InvalidateAsync(CacheScope scope, CancellationToken cancellationToken = default) => InvalidateAsync(scope, WhenAway.AsConfigured, cancellationToken);

    internal async ValueTask InvalidateAsync(CacheScope scope, WhenAway away, CancellationToken cancellationToken)
    {
        using var activity = CachingDiagnostics.Source.StartActivity(CachingDiagnostics.InvalidateActivity);
        string member = MemberOf(scope);
        activity?.SetTag("cache.scope_kind", KindName(member[0]));
        await _log.AppendAsync(new LogRecord([member]), cancellationToken, away).ConfigureAwait(false);
        _metrics.Invalidated(KindName(member[0]));
    }

    public ValueTask InvalidateAsync(CachePattern pattern, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return InvalidateAsync(CacheScope.Pattern(pattern), cancellationToken);
    }

    public async ValueTask InvalidateAsync(IReadOnlyCollection<CacheScope> scopes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        foreach (CacheScope[] chunk in scopes.Distinct().Chunk(LogRecord.MaxMembers))
        {
            await _log.AppendAsync(new LogRecord([.. chunk.Select(static s => MemberOf(s))]), cancellationToken).ConfigureAwait(false);
            _metrics.Invalidated("several");
        }
    }

    public ValueTask InvalidateTagAsync(string tag, CancellationToken cancellationToken = default) => InvalidateAsync(CacheScope.Tag(tag), cancellationToken);

    public ValueTask ClearAsync(CancellationToken cancellationToken = default) => InvalidateAsync(CacheScope.All, cancellationToken);

    /// <summary>Retires old records if this node leads. Called now and then by the hosted service.</summary>
    internal async Task MaintainAsync(CancellationToken cancellationToken)
    {
        if (await _log.EnsureCurrentAsync(cancellationToken).ConfigureAwait(false) && await _leader.HoldAsync(cancellationToken).ConfigureAwait(false))
        {
            await _log.RetireAsync(SweepAsync, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> SweepAsync(IReadOnlyList<KeyValuePair<string, long>> members, CancellationToken cancellationToken)
    {
        if (_shared is null)
        {
            return true;
        }

        ulong epoch = _validity.Horizon.Epoch;
        foreach (KeyValuePair<string, long>[] chunk in members.Chunk(256))
        {
            await Task.WhenAll(chunk.Select(m => RemoveOlderAsync(m.Key, new LogPosition(epoch, m.Value), null, cancellationToken))).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>A pattern that says no more than a prefix is one: a prefix costs hits nothing.</summary>
    private static string MemberOf(CacheScope scope) =>
        scope.Kind == CacheScopeKind.Pattern && CachePattern.Parse(scope.Text).TryGetPrefixScope(out CacheScope prefix) ? prefix.ToMember() : scope.ToMember();

    private static string KindName(char kind) => kind switch
    {
        's' => "prefix",
        'd' => "dimension",
        't' => "tag",
        'r' => "region",
        'a' => "all",
        'p' => "pattern",
        _ => "other",
    };
}
