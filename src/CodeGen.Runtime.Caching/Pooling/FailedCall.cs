namespace CodeGen.Runtime.Caching;

/// <summary>A call that failed before it waited for anything.</summary>
internal sealed class FailedCall<TResult> : PooledCall<TResult>
{
    protected override void Return()
    {
        // Failures are not pooled.
    }
}
