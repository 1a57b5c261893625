namespace CodeGen.Runtime.Costs;

/// <summary>Which requests a change is about.</summary>
internal static class CallChangeMatch
{
    public static CallAspects Aspects(this CallChange change) =>
        (change.Model is null ? 0 : CallAspects.Model) | (change.Tier is null ? 0 : CallAspects.Tier) | (change.FromGeo is null ? 0 : CallAspects.Geo) | (change.Prefix is null ? 0 : CallAspects.Prefix);

    /// <summary>Whether a request is of those that the change is about, be it changed or not.</summary>
    public static bool IsOfClass(this CallChange change, CostAttribution attribution)
    {
        foreach ((string dimension, string value) in change.Where)
        {
            if (!string.Equals(attribution[dimension], value, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return change.Prefix is not { } prefix || attribution[CostDimension.TagPrefix + prefix.Tag] == prefix.Value;
    }

    /// <summary>Whether a request is as it was before the change.</summary>
    public static bool IsBefore(this CallChange change, in ServedModel served, in ModelUsage usage) =>
        IsFrom(change, served)
        && (change.Model is null || !IsTo(change, served))
        && (change.Tier is null || served.Tier is null)
        && (change.FromGeo is null || Same(served.Geo, change.FromGeo))
        && (change.Prefix is null || (usage.CacheReadTokens == 0 && usage.CacheWriteTokens == 0 && usage.InputTokens >= change.Prefix.Tokens));

    /// <summary>Whether a request is as the change wants it.</summary>
    public static bool IsAfter(this CallChange change, in ServedModel served, in ModelUsage usage) =>
        (change.Model is null ? IsFrom(change, served) : IsTo(change, served))
        && (change.Tier is null || Same(served.Tier, change.Tier))
        && (change.FromGeo is null || served.Geo is null)
        && (change.Prefix is null || usage.CacheReadTokens > 0 || usage.CacheWriteTokens > 0);

    private static bool IsFrom(CallChange change, in ServedModel served) =>
        (change.FromModel is null || Same(served.Model, change.FromModel)) && (change.FromProvider is null || Same(served.Provider, change.FromProvider));

    private static bool IsTo(CallChange change, in ServedModel served) => Same(served.Model, change.Model) && (change.Provider is null || Same(served.Provider, change.Provider));

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
