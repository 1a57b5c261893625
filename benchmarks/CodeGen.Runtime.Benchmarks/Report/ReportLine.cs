namespace CodeGen.Runtime.Benchmarks;

/// <summary>One measure over the caches, as a line of the report.</summary>
/// <param name="Id">The number of the goal, or empty.</param>
/// <param name="Measure">What was measured.</param>
/// <param name="Unit">Of what the values are.</param>
/// <param name="Goal">What ours should reach, as text.</param>
/// <param name="Values">By cache; one that is missing has no such feature.</param>
internal sealed record ReportLine(string Id, string Measure, string Unit, string Goal, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>The cache whose value is the yardstick, when the goal is a ratio.</summary>
    public string? Yardstick { get; init; }

    /// <summary>The goal for ours: the value, or the ratio to the yardstick.</summary>
    public double? Limit { get; init; }

    /// <summary>Whether more is better.</summary>
    public bool MoreIsBetter { get; init; }

    /// <summary>What ours is judged by.</summary>
    public double OurFigure => Yardstick is { } yardstick ? Values[Peer.Ours] / Values[yardstick] : Values[Peer.Ours];

    /// <summary>Whether ours reaches the goal, where there is one.</summary>
    public bool? Reached => Limit is not { } limit ? null : MoreIsBetter ? OurFigure >= limit : OurFigure <= limit;

    /// <summary>The peers that are better; what differs by less than the noise of a run is the same.</summary>
    public IEnumerable<string> BetterPeers(double noise = 0.03) => new[] { Peer.Hybrid, Peer.Fusion }.Where(peer =>
        Values.TryGetValue(peer, out double theirs) && (MoreIsBetter ? theirs > Values[Peer.Ours] * (1 + noise) : Values[Peer.Ours] > theirs * (1 + noise) && Values[Peer.Ours] - theirs > 0.05));
}
