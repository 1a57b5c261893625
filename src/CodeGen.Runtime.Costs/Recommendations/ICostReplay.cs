namespace CodeGen.Runtime.Costs;

/// <summary>One replay of the charges of a time. Not thread-safe.</summary>
public interface ICostReplay
{
    /// <summary>Told each charge of the time once, in the order in which they were booked: nearly, but not always that of their use.</summary>
    /// <param name="charge">The charge, with its corrections.</param>
    void Observe(in ReplayedCharge charge);

    /// <summary>What could be saved. Whether it is enough to be said is not decided here.</summary>
    IEnumerable<RecommendationDraft> Complete();
}
