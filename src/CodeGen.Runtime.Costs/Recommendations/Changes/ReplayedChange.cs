namespace CodeGen.Runtime.Costs;

/// <summary>A change, made ready to be asked of each request which ones it is about. Immutable.</summary>
internal sealed class ReplayedChange
{
    private readonly (string Dimension, string Value)[] _where;

    public ReplayedChange(CallChange change)
    {
        Change = change;
        Aspects = (change.Model is null ? 0 : CallAspects.Model) | (change.Tier is null ? 0 : CallAspects.Tier) | (change.FromGeo is null ? 0 : CallAspects.Geo) | (change.Prefix is null ? 0 : CallAspects.Prefix);
        _where = [.. change.Where.Select(static one => (one.Key, one.Value)), .. change.Prefix is { } prefix ? [(CostDimension.TagPrefix + prefix.Tag, prefix.Value)] : Array.Empty<(string, string)>()];
    }

    public CallChange Change { get; }

    public CallAspects Aspects { get; }

    /// <summary>Whether a request is as it was before the change.</summary>
    public bool IsBefore(CostAttribution attribution, in ServedModel served, in ModelUsage usage) =>
        IsFrom(served)
        && (Change.Model is null || !IsTo(served))
        && (Change.Tier is null || served.Tier is null)
        && (Change.FromGeo is null || Same(served.Geo, Change.FromGeo))
        && (Change.Prefix is null || (usage.CacheReadTokens == 0 && usage.CacheWriteTokens == 0 && usage.InputTokens >= Change.Prefix.Tokens))
        && IsOfClass(attribution);

    /// <summary>Whether a request is as the change wants it.</summary>
    public bool IsAfter(CostAttribution attribution, in ServedModel served, in ModelUsage usage) =>
        (Change.Model is null ? IsFrom(served) : IsTo(served))
        && (Change.Tier is null || Same(served.Tier, Change.Tier))
        && (Change.FromGeo is null || served.Geo is null)
        && (Change.Prefix is null || usage.CacheReadTokens > 0 || usage.CacheWriteTokens > 0)
        && IsOfClass(attribution);

    private bool IsOfClass(CostAttribution attribution)
    {
        foreach ((string dimension, string value) in _where)
        {
            if (!string.Equals(attribution[dimension], value, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsFrom(in ServedModel served) => (Change.FromModel is null || Same(served.Model, Change.FromModel)) && (Change.FromProvider is null || Same(served.Provider, Change.FromProvider));

    private bool IsTo(in ServedModel served) => Same(served.Model, Change.Model) && (Change.Provider is null || Same(served.Provider, Change.Provider));

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
