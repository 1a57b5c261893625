namespace CodeGen.Runtime.Benchmarks;

/// <summary>A clock that stands where it is put.</summary>
internal sealed class YearClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
