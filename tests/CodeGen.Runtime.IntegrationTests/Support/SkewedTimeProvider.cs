namespace CodeGen.Runtime.IntegrationTests;

/// <summary>Real time, by a wall clock that is wrong and can be set.</summary>
/// <param name="skew">How far ahead the wall clock is.</param>
public sealed class SkewedTimeProvider(TimeSpan skew) : TimeProvider
{
    private long _skew = skew.Ticks;

    /// <summary>Sets how far ahead the wall clock is from now on.</summary>
    /// <param name="skew">How far.</param>
    public void Set(TimeSpan skew) => Interlocked.Exchange(ref _skew, skew.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _skew));
}
