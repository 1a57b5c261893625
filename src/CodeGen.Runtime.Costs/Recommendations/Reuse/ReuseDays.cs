namespace CodeGen.Runtime.Costs;

/// <summary>Days of one region, taken out of a profile.</summary>
internal sealed record ReuseDays(ReuseRegion Region, TimeSpan[] Times, IReadOnlyDictionary<DateOnly, ReuseDay> Days)
{
    public IEnumerable<ReuseDay> All => Days.Values;

    public double Accesses => All.Sum(static day => day.Accesses);

    public double HitRatio => Ratio(All.Sum(static day => day.Hits));

    public ReusePoint ByTime(int time) => new(
        Math.Round((decimal)Times[time].Ticks / Region.TimeToLive.Ticks, 3), Times[time], null, null, Ratio(All.Sum(day => day.HitsByTime[time])), All.Sum(day => day.SavedByTime[time]));

    private double Ratio(double hits) => Accesses == 0 ? 0 : hits / Accesses;
}
