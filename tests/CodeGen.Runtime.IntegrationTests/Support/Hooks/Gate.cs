namespace CodeGen.Runtime.IntegrationTests;

/// <summary>A place in a factory or in an operation at which a test holds whoever comes by until it opens the gate.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when somebody waits here; fails after half a minute, so that a test that waits in vain says where.</summary>
    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Lets everybody through, from now on.</summary>
    public void Open() => _opened.TrySetResult();

    /// <summary>Tells that the place was reached and waits for the gate to open.</summary>
    public Task PassAsync()
    {
        _reached.TrySetResult();
        return _opened.Task;
    }
}
