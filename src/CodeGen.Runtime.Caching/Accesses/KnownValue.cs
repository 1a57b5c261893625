namespace CodeGen.Runtime.Caching;

/// <summary>The last value of a sampled key, as far as judging it later needs.</summary>
/// <param name="Subject">What is judged.</param>
/// <param name="Mark">How many invalidations without a sequence there were.</param>
/// <param name="EndsAt">When its life is over.</param>
internal sealed record KnownValue(Subject Subject, long Mark, long EndsAt)
{
    private volatile bool _wasHeld;

    /// <summary>Whether local memory still had it when its life was over, which whoever asked first has seen, and nobody after it can.</summary>
    public bool WasHeld
    {
        get => _wasHeld;
        set => _wasHeld = value;
    }
}
