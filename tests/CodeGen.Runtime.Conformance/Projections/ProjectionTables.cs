namespace CodeGen.Runtime.Conformance.Projections;

/// <summary>Writes what came out: by period, by day and by tenth.</summary>
internal static class ProjectionTables
{
    private const int Tenths = 9;
    private static readonly string[] s_scores = ["ours", "a line", "80 % covers", "95 % covers"];

    /// <summary>Whether a point is the end of a tenth.</summary>
    public static bool IsTenth(ProjectionPoint point) => point.Tenth is not null;

    public static void WritePeriods(BacktestedPeriod[] periods)
    {
        var table = new Table(["period", "days", "before it", .. s_scores]);
        foreach (BacktestedPeriod one in periods)
        {
            double days = (one.Period.Until - one.Period.From).TotalDays;
            double before = Math.Max(0, Math.Floor((one.Period.From - one.Period.Events[0].Time).TotalDays + 0.5));
            table.Add([one.Period.Name, $"{days:0.#}", $"{before:0}", .. ProjectionScore.Of([one], IsTenth).Cells()]);
        }

        table.Write($"{periods.Length:#,0} periods, means over the ends of their tenths");
    }

    public static void WriteDays(string title, BacktestedPeriod[] periods)
    {
        var table = new Table(["after day", .. s_scores, "periods"]);
        foreach (int day in periods.SelectMany(static one => one.Points).Select(static point => point.Day).OfType<int>().Distinct().Order())
        {
            ProjectionScore score = ProjectionScore.Of(periods, point => point.Day == day);
            table.Add([day, .. score.Cells(), score.Points]);
        }

        if (Array.Exists(periods, static one => one.Period.HasDays))
        {
            table.Write(title);
        }
    }

    public static void WriteTenths(string title, BacktestedPeriod[] periods)
    {
        var table = new Table(["after tenth", .. s_scores]);
        for (int tenth = 1; tenth <= Tenths; tenth++)
        {
            table.Add([tenth, .. ProjectionScore.Of(periods, point => point.Tenth == tenth).Cells()]);
        }

        var all = ProjectionScore.Of(periods, IsTenth);
        table.Add(["mean", .. all.Cells()]);
        table.Write($"{title}: {all.Series:#,0} series, {periods.Length:#,0} periods");
    }
}
