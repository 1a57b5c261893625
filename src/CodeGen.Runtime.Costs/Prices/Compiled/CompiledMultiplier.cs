namespace CodeGen.Runtime.Costs;

/// <summary>A multiplier whose condition can be asked quickly. Texts are in lower case; an empty list is any.</summary>
internal sealed record CompiledMultiplier(string[] Tiers, string[] Speeds, string[] Geos, DailyWindow? Hours, decimal Factor)
{
    /// <summary>Which of the four its condition is about.</summary>
    public int Signature => (Tiers.Length > 0 ? 8 : 0) | (Speeds.Length > 0 ? 4 : 0) | (Geos.Length > 0 ? 2 : 0) | (Hours is null ? 0 : 1);

    /// <summary>Whether it applies to a request that a card has been chosen for: a card for the tier beats a factor for the tier.</summary>
    public bool Applies(in ServedModel served, long utcTicks, CardKey card) =>
        Has(Tiers, served.Tier, card.Tier) && Has(Speeds, served.Speed, card.Speed) && Has(Geos, served.Geo, card.Geo)
        && (Hours is not { } hours || (card.Hours is null && hours.Contains(utcTicks)));

    /// <summary>Whether a request can meet both conditions, of one signature.</summary>
    public bool Overlaps(CompiledMultiplier other) =>
        Common(Tiers, other.Tiers) && Common(Speeds, other.Speeds) && Common(Geos, other.Geos)
        && (Hours is not { } hours || other.Hours is not { } others || hours.Overlaps(others));

    private static bool Common(string[] left, string[] right) => left.Length == 0 || left.Intersect(right).Any();

    private static bool Has(string[] stated, string? served, string? card)
    {
        if (stated.Length == 0)
        {
            return true;
        }

        if (served is null || card is not null)
        {
            return false;
        }

        foreach (string one in stated)
        {
            if (string.Equals(one, served, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
