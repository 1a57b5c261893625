namespace CodeGen.Runtime.Costs;

/// <summary>
/// Finds one kind of saving by replaying what was charged otherwise than it was. Hosts register their own beside those of the library, as services of this type. Thread-safe: several replays may run at once.
/// </summary>
public interface ICostRecommender
{
    /// <summary>What it looks for, such as <c>cheaper-model</c>: part of the ids of its recommendations. 1 to 64 ASCII letters, digits, '.', '_' or '-'.</summary>
    string Name { get; }

    /// <summary>What it must be told before it can say anything, in a sentence. Reports show it where it found nothing to go by.</summary>
    string Needs { get; }

    /// <summary>Begins a replay.</summary>
    /// <param name="context">The time, the prices and the currency.</param>
    /// <returns>The replay; <see langword="null"/> where it was told nothing that it could go by.</returns>
    ICostReplay? Begin(RecommendationContext context);
}
