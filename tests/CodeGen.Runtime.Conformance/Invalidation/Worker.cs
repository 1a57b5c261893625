using CodeGen.Runtime.TestKit;
using CodeGen.Runtime.TestKit.Faults;

namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>A node of the run as the coordinator sees it: a process behind a proxy of its own, started again when it was killed.</summary>
internal sealed class Worker(int number, FaultProxy proxy, Func<Worker, NodeProcess> start, InvalidationMemory memory, Report report) : IAsyncDisposable
{
    private readonly SemaphoreSlim _busy = new(1, 1);
    private readonly List<Task> _listening = [];
    private NodeProcess? _process;
    private TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Number => number;

    public FaultProxy Proxy => proxy;

    public long Hits => memory.Read(number, Tally.LocalHits);

    public bool TryTake() => _busy.Wait(0);

    public Task TakeAsync() => _busy.WaitAsync();

    public void Release() => _busy.Release();

    public async Task StartAsync()
    {
        _ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = start(this);
        _listening.Add(ListenAsync(_process, _ready));
        await _ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public void Freeze() => _process!.Pause();

    public void Thaw()
    {
        // Written first: from this moment on the process may run.
        memory.Write(number, Tally.ThawedAt, Clock.Now);
        _process!.Resume();
    }

    public void Kill() => _process!.Kill();

    /// <summary>What the process holds now; null while there is none.</summary>
    public (int Process, long Bytes, int Handles)? Measure()
    {
        if (_process is not { HasExited: false } running)
        {
            return null;
        }

        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(running.ProcessId);
            return (running.ProcessId, process.WorkingSet64, process.HandleCount);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has just been killed.
            return null;
        }
    }

    public async Task StopAsync()
    {
        await _process!.SendAsync("stop");
        await Task.WhenAll(_listening).WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        await proxy.DisposeAsync();
        _busy.Dispose();
    }

    private async Task ListenAsync(NodeProcess process, TaskCompletionSource ready)
    {
        while (true)
        {
            string line;
            try
            {
                line = await process.ReadLineAsync(null, TimeSpan.FromDays(1));
            }
            catch (EndOfStreamException e)
            {
                ready.TrySetException(new InvalidOperationException($"node {number} ended: {e.Message}"));
                return;
            }

            string[] words = line.Split(' ', 2);
            switch (words[0])
            {
                case NodeProcesses.ReadyLine:
                    ready.TrySetResult();
                    break;
                case NodeProcesses.DoneLine:
                    return;
                case "BEYOND":
                    report.Fail("read", "nothing stale beyond the bound", words[1]);
                    break;
                case "WRONGKEY":
                    report.Fail("read", "the value of the key asked for", words[1]);
                    break;
                case "UNEXPECTED":
                    report.Fail("call", "a result or a CoordinationException", words[1]);
                    break;
            }
        }
    }
}
