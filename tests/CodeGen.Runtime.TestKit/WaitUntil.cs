using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CodeGen.Runtime.TestKit;

/// <summary>
/// Waits for a fact that another process or another socket makes true, and that therefore has no task to await.
/// Everything that can be awaited or driven by a fake clock should be; this is the only place of the tests that polls.
/// </summary>
public static class WaitUntil
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until <paramref name="condition"/> holds.</summary>
    /// <param name="condition">The fact; an exception counts as "not yet" and becomes the inner exception of a failure.</param>
    /// <param name="timeout">How long to wait in all.</param>
    /// <param name="what">Names the fact in a failure; by default the text of <paramref name="condition"/>.</param>
    /// <exception cref="TimeoutException">The fact did not hold within <paramref name="timeout"/>.</exception>
    public static Task Async(
        Func<bool> condition,
        TimeSpan timeout,
        [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Async(() => Task.FromResult(condition()), timeout, what);
    }

    /// <inheritdoc cref="Async(Func{bool}, TimeSpan, string?)"/>
    public static async Task Async(
        Func<Task<bool>> condition,
        TimeSpan timeout,
        [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var start = Stopwatch.GetTimestamp();
        var pause = FirstPause;
        for (var attempts = 1; ; attempts++)
        {
            Exception? failure = null;
            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            if (Stopwatch.GetElapsedTime(start) >= timeout)
            {
                throw new TimeoutException(
                    $"Not true within {timeout.TotalSeconds:0.###} s, looked at {attempts} times: {what}"
                    + (failure is null ? "" : $" (last look failed: {failure.Message})"),
                    failure);
            }

            await Task.Delay(pause);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
