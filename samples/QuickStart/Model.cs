using CodeGen.Runtime.Caching;

namespace QuickStart;

/// <summary>Stands for a model that costs money and seconds.</summary>
internal sealed class Model
{
    public int Calls { get; private set; }

    public ValueTask<string> ReviewAsync(ReviewKey key, CacheEntryContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Calls++;
        context.Cost = 0.02m;
        context.Tags.Add("model:demo");
        return new ValueTask<string>($"{key.File} of {key.Project} looks fine");
    }
}
