namespace CodeGen.Runtime.Costs;

/// <summary>How long to wait after failures: twice as long each time, up to a longest wait, less up to a half at random, so that many senders do not come back at one moment.</summary>
internal sealed record AlertBackOff(TimeSpan First, TimeSpan Longest)
{
    /// <summary>Beyond, the longest wait is reached in any case, and the power would leave the range.</summary>
    private const int MostDoublings = 30;

    /// <param name="failures">How many there were in a row; 1 or more.</param>
    /// <param name="random">From 0 up to 1.</param>
    public TimeSpan After(int failures, double random)
    {
        double full = Math.Min(First.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, MostDoublings)), Longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (1 - (random / 2)));
    }
}
