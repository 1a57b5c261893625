namespace CodeGen.Runtime.Costs;

/// <summary>The cards of one tier, speed, region and hours, by context size.</summary>
/// <param name="key">Their common condition.</param>
internal sealed class CardGroup(CardKey key)
{
    /// <summary>The least number of input tokens of each context card, ascending.</summary>
    private long[] _thresholds = [];

    public CardKey Key => key;

    /// <summary>Rates by context size: first those below all thresholds. Kinds without a rate are null.</summary>
    public decimal?[][] Bands { get; private set; } = [];

    public bool Matches(in ServedModel served, long utcTicks) =>
        (key.Tier is null || Same(key.Tier, served.Tier)) && (key.Speed is null || Same(key.Speed, served.Speed)) && (key.Geo is null || Same(key.Geo, served.Geo))
        && (key.Hours is not { } hours || hours.Contains(utcTicks));

    public int Band(long inputTokens)
    {
        long[] thresholds = _thresholds;
        int band = thresholds.Length;
        while (band > 0 && inputTokens < thresholds[band - 1])
        {
            band--;
        }

        return band;
    }

    public void Set(long[] thresholds, decimal?[][] bands)
    {
        _thresholds = thresholds;
        Bands = bands;
    }

    private static bool Same(string stated, string? served) => ReferenceEquals(stated, served) || string.Equals(stated, served, StringComparison.OrdinalIgnoreCase);
}
