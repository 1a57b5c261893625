namespace CodeGen.Runtime.Costs;

/// <summary>
/// Finds what would have cost less otherwise, by replaying the charges of this node's ledger: other models, tiers, prompt caches, machines. Nothing is said without numbers, and what was done is checked against what came
/// of it. Thread-safe.
/// </summary>
public interface ICostRecommendations
{
    /// <summary>Replays a time. The ledger is read two or three times over it: some seconds for a million charges.</summary>
    /// <param name="configure">Says which time; without it the last <see cref="CostRecommendationOptions.Window"/> of whole days.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<RecommendationReport> RecommendAsync(Action<RecommendationQuery>? configure = null, IProgress<double>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Remembers that a recommendation was followed, so that <see cref="CheckAsync"/> tells whether its saving comes. Again for the same id it replaces what was remembered.</summary>
    /// <param name="recommendation">Which.</param>
    /// <param name="at">Since when; the default is now.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">It is one that cannot be checked.</exception>
    ValueTask<Promise> FollowAsync(Recommendation recommendation, DateTimeOffset? at = null, CancellationToken cancellationToken = default);

    /// <summary>Forgets that a recommendation was followed.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether it was remembered.</returns>
    ValueTask<bool> ForgetAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>What came of the recommendations that were followed, in the order in which they were.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<IReadOnlyList<PromiseCheck>> CheckAsync(CancellationToken cancellationToken = default);
}
