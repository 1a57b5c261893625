namespace CodeGen.Runtime.Costs;

/// <summary>
/// The attribution that flows with a call: what is begun here holds for everything that is called from here, over awaits and on other threads, until its scope is disposed. Thread-safe.
/// </summary>
/// <remarks>
/// It flows downwards only. What a called method begins is not seen by its caller once an <c>async</c> method lies between them, and not by calls that were started beside it. A call that
/// goes on after the scope is disposed, because nobody awaited it, keeps the attribution that it was started with.
/// </remarks>
public static class CostContext
{
    private static readonly AsyncLocal<CostScope?> s_scope = new();

    /// <summary>The attribution here; <see cref="CostAttribution.Empty"/> where nothing was begun.</summary>
    public static CostAttribution Current => s_scope.Value?.Attribution ?? CostAttribution.Empty;

    internal static CostScope? Scope
    {
        get => s_scope.Value;
        set => s_scope.Value = value;
    }

    /// <summary>Lays an attribution over that which is current, until the scope is disposed. What it leaves out stays as it was.</summary>
    /// <param name="attribution">The attribution.</param>
    /// <returns>The scope. Dispose it, best with <c>using</c>; it ends the scopes that were begun inside it too.</returns>
    /// <exception cref="ArgumentException">Together with the current one it has more than <see cref="CostAttribution.MaxTags"/> tags.</exception>
    public static CostScope Begin(CostAttribution attribution)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        CostScope? outer = s_scope.Value;
        var scope = new CostScope(outer, outer is null ? attribution : attribution.Over(outer.Attribution));
        s_scope.Value = scope;
        return scope;
    }
}
