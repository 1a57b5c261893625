namespace CodeGen.Runtime.Conformance.Focus;

/// <summary>A clock that stands where it is put. Not thread-safe.</summary>
internal sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
