namespace CodeGen.Runtime.Conformance.Budgets;

/// <summary>A wall clock that is wrong.</summary>
/// <param name="skew">How far ahead it is.</param>
internal sealed class SkewedClock(TimeSpan skew) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + skew;
}
