using CodeGen.Runtime.TestKit;

namespace CodeGen.Runtime.Contracts;

/// <summary>Counts what a factory is asked for, and may hold it back.</summary>
internal sealed class Calls
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _started;

    /// <summary>How often a factory began.</summary>
    public int Count => Volatile.Read(ref _started);

    /// <summary>A value that tells which call made it.</summary>
    public string Next() => $"made {Interlocked.Increment(ref _started)}";

    /// <summary>A value that tells which call made it, once the case releases it.</summary>
    public async Task<string> HeldAsync(CancellationToken token = default)
    {
        string value = Next();
        await _released.Task.WaitAsync(token);
        return value;
    }

    /// <summary>As <see cref="HeldAsync"/>, by a factory that ignores its token.</summary>
    public async Task<string> StubbornAsync()
    {
        string value = Next();
        await _released.Task;
        return value;
    }

    public void Release() => _released.TrySetResult();

    public Task StartedAsync(int count = 1) => WaitUntil.Async(() => Count >= count, Rig.Patience, $"{count} factories have begun");
}
