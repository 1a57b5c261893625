namespace CodeGen.Host.Generation;

/// <summary>Runs work on a thread of its own with a deep stack: the generators recurse over the document, and a thread of the pool has no room to spare.</summary>
internal static class DeepStack
{
    private const int StackBytes = 64 << 20;

    public static Task<T> RunAsync<T>(Func<T> work)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(
            () =>
            {
                try
                {
                    result.SetResult(work());
                }
                catch (Exception error)
                {
                    result.SetException(error);
                }
            },
            StackBytes)
        {
            IsBackground = true,
            Name = "code generation",
        };
        thread.Start();
        return result.Task;
    }
}
