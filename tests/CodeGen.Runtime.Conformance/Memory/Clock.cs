using System.Diagnostics;

namespace CodeGen.Runtime.Conformance;

/// <summary>A clock that all processes of the machine share: CLOCK_MONOTONIC (clock_gettime(2)) on Linux, the performance counter on Windows.</summary>
internal static class Clock
{
    public static long Now => Stopwatch.GetTimestamp();

    public static long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Stopwatch.Frequency);

    public static double Milliseconds(long ticks) => ticks * 1_000.0 / Stopwatch.Frequency;
}
