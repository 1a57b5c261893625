namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>A factory that waits for the test to let it end.</summary>
internal sealed class PendingFactory
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Ended => _end.Task;

    public void Finish() => _end.TrySetResult();

    public void Fail() => _end.TrySetException(new FactoryFailedException());

    /// <summary>What a failing factory of the model throws.</summary>
    public sealed class FactoryFailedException : Exception
    {
        public FactoryFailedException()
            : base("The model let this factory fail.")
        {
        }
    }
}
