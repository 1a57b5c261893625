using CodeGen.Runtime.Caching;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>A factory whose first call waits at a gate, and whose values tell which call made them.</summary>
internal sealed class CountingFactory(string prefix = "made", bool holdFirst = false, bool obeysToken = true)
{
    private int _calls;

    public Gate Gate { get; } = new();

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>The token that the last call was given.</summary>
    public CancellationToken Token { get; private set; }

    public ValueTask<string> RunAsync(GenerationKey key, CacheEntryContext context, CancellationToken cancellationToken) => RunAsync(context, cancellationToken);

    public async ValueTask<string> RunAsync(CacheEntryContext context, CancellationToken cancellationToken)
    {
        int call = Interlocked.Increment(ref _calls);
        Token = cancellationToken;
        context.Tags.Add(Dooms.Tag);
        if (holdFirst && call == 1)
        {
            Task passed = Gate.PassAsync();
            await (obeysToken ? passed.WaitAsync(cancellationToken) : passed);
        }

        return $"{prefix} {call}";
    }
}
