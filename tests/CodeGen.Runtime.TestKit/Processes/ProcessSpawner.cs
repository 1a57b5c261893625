using System.Collections.Concurrent;
using System.Diagnostics;

namespace CodeGen.Runtime.TestKit.Processes;

/// <summary>
/// Starts processes from one thread that lives as long as this process. The parent-death signal of Linux (prctl(2),
/// PR_SET_PDEATHSIG) is sent when the <em>thread</em> that forked ends: a child started from a pool thread would be killed when
/// the pool retires that thread.
/// </summary>
internal static class ProcessSpawner
{
    private static readonly BlockingCollection<(Process Process, TaskCompletionSource Done)> Requests = [];

    static ProcessSpawner() => new Thread(Run) { IsBackground = true, Name = "test kit process spawner" }.Start();

    public static void Start(Process process)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Add((process, done));
        done.Task.GetAwaiter().GetResult();
    }

    private static void Run()
    {
        foreach (var (process, done) in Requests.GetConsumingEnumerable())
        {
            try
            {
                process.Start();
                done.SetResult();
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        }
    }
}
