using System.Diagnostics;

namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>
/// Waits until the thread pool has nothing left to do. With every clock and every call of a run under the test's control, that is the moment at which nothing more
/// can happen until the test acts: what makes a run of the model repeatable. Call it from a thread that is not the pool's, while no other test runs.
/// </summary>
/// <remarks>The test platform keeps threads of the pool blocked on its sockets; how many is measured while a run has not begun.</remarks>
internal static class PoolIdle
{
    private const int LookThrice = 3;
    private const int LooksBetweenPauses = 200;
    private const int LooksToMeasure = 2_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static int s_foreign;

    /// <summary>Runs what calls <see cref="Wait"/>: the pool is free of the test itself, which waits here.</summary>
    public static async Task OnOwnThreadAsync(Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                Measure();
                action();
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        thread.Start();
        await done.Task;
    }

    /// <summary>Counts the threads that are busy although no run is under way.</summary>
    private static void Measure()
    {
        int least = int.MaxValue;
        for (int i = 0; i < LooksToMeasure; i++)
        {
            least = Math.Min(least, Busy());
            Thread.Yield();
        }

        s_foreign = least;
    }

    public static void Wait()
    {
        long began = Stopwatch.GetTimestamp();
        int looks = 0;
        for (int seen = 0; seen < LookThrice;)
        {
            // Work is either queued or under way, and only work under way makes more of it: idle before and after an empty queue means idle.
            int before = Busy();
            long queued = ThreadPool.PendingWorkItemCount;
            int busy = Math.Max(before, Busy());
            if (busy <= s_foreign && queued == 0)
            {
                s_foreign = Math.Min(s_foreign, busy);
                seen++;
                continue;
            }

            seen = 0;
            if (++looks % LooksBetweenPauses == 0)
            {
                LetThePoolWork();
                if (Stopwatch.GetElapsedTime(began) > s_patience)
                {
                    // Nothing of a run takes as long: the platform has blocked one more thread.
                    Measure();
                    began = Stopwatch.GetTimestamp();
                }
            }
        }
    }

    /// <summary>Gives the processor up until the pool has come around to one more piece of work.</summary>
    private static void LetThePoolWork()
    {
        using var reached = new ManualResetEventSlim(false, spinCount: 1);
        ThreadPool.UnsafeQueueUserWorkItem(static r => r.Set(), reached, preferLocal: false);
        reached.Wait();
    }

    private static int Busy()
    {
        ThreadPool.GetMaxThreads(out int most, out _);
        ThreadPool.GetAvailableThreads(out int free, out _);
        return most - free;
    }
}
