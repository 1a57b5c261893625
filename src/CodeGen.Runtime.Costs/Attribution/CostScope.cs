namespace CodeGen.Runtime.Costs;

/// <summary>How long an attribution begun by <see cref="CostContext.Begin"/> holds. Dispose it in the method that began it. Thread-safe.</summary>
public sealed class CostScope : IDisposable
{
    private readonly CostScope? _outer;

    internal CostScope(CostScope? outer, CostAttribution attribution)
    {
        _outer = outer;
        Attribution = attribution;
    }

    /// <summary>The attribution that holds inside, that of the scopes around it included.</summary>
    public CostAttribution Attribution { get; }

    /// <summary>Ends it and what was begun inside it. Again, or where it does not hold, it does nothing.</summary>
    public void Dispose()
    {
        // Nothing is marked on the scope: calls that were started inside and still run share it, and keep their attribution.
        for (CostScope? scope = CostContext.Scope; scope is not null; scope = scope._outer)
        {
            if (ReferenceEquals(scope, this))
            {
                CostContext.Scope = _outer;
                return;
            }
        }
    }
}
