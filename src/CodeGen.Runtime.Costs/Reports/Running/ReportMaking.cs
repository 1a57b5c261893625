namespace CodeGen.Runtime.Costs;

/// <summary>Orders and compares sums, and makes the report of them.</summary>
internal static class ReportMaking
{
    public static CostReport Of(ReportSpec spec, ReportRun run, ReportSums sums, ReportSums? other)
    {
        CostFigures total = sums.Total.Build(spec.Currency);
        return new CostReport
        {
            From = spec.Period.From,
            Until = spec.Period.Until,
            Zone = spec.Period.Zone,
            Currency = spec.Currency,
            GroupBy = [.. spec.Columns.Select(static column => column.Name)],
            Total = total,
            TotalChange = other is null ? null : Change(total, other.Total.Build(spec.Currency)),
            Groups = Groups(spec, sums, total, other),
            Vanished = other is null ? [] : Vanished(spec, sums, other),
            Unpriced = [.. sums.Unpriced.Select(static pair => new UnpricedUse(pair.Key, pair.Value))],
            Gaps = [.. sums.Gaps, .. other?.Gaps ?? []],
            Unreadable = run.Unreadable + sums.Unreadable,
            LastSequence = run.End,
            Levels = [.. sums.Levels],
            RecordsRead = sums.Read,
        };
    }

    private static IReadOnlyList<CostReportGroup> Groups(ReportSpec spec, ReportSums sums, CostFigures total, ReportSums? other)
    {
        var shown = new List<(string?[] Key, ReportFigures Figures, ReportFigures? Before, bool IsOther)>();
        HashSet<string?[]>? top = Top(spec, sums);
        var others = new SortedDictionary<string?[], ReportFigures>(ReportKeys.Instance);
        ReportFigures? othersBefore = null;
        foreach ((string?[] key, ReportFigures figures) in sums.Groups)
        {
            if (top is null || top.Contains(Name(spec, key)))
            {
                shown.Add((key, figures, other?.Groups.GetValueOrDefault(key), false));
                continue;
            }

            string?[] time = [.. key.Select((value, i) => spec.Columns[i].Time is null ? null : value)];
            if (!others.TryGetValue(time, out ReportFigures? rest))
            {
                others[time] = rest = new ReportFigures();
            }

            rest.Add(figures);
        }

        if (top is not null && other is not null)
        {
            othersBefore = new ReportFigures();
            foreach ((string?[] key, ReportFigures figures) in other.Groups)
            {
                if (!top.Contains(key))
                {
                    othersBefore.Add(figures);
                }
            }
        }

        shown.AddRange(others.Select(pair => (pair.Key, pair.Value, othersBefore, true)));
        return
        [
            .. shown.Select(group => (group.Key, group.Figures, group.Before, group.IsOther, Cost: group.Figures.Build(spec.Currency)))
                .OrderBy(group => (string?[])[.. group.Key.Where((_, i) => spec.Columns[i].Time is not null)], ReportKeys.Instance)
                .ThenBy(static group => group.IsOther)
                .ThenByDescending(static group => group.Cost.ConvertedCost.Picos)
                .ThenBy(static group => group.Key, ReportKeys.Instance)
                .Select(group => new CostReportGroup(
                    group.Key, group.IsOther, group.Cost, Share(group.Cost, total), other is null ? null : Change(group.Cost, group.Before?.Build(spec.Currency)))),
        ];
    }

    /// <summary>The dearest of the whole period, time left aside; nothing where all are shown.</summary>
    private static HashSet<string?[]>? Top(ReportSpec spec, ReportSums sums)
    {
        if (spec.Top is not { } most)
        {
            return null;
        }

        var costs = new Dictionary<string?[], ExactTotals>(ReportKeys.Instance);
        foreach ((string?[] key, ReportFigures figures) in sums.Groups)
        {
            string?[] name = Name(spec, key);
            if (!costs.TryGetValue(name, out ExactTotals? sum))
            {
                costs[name] = sum = new ExactTotals();
            }

            sum.Add(figures.Converted(spec.Currency));
        }

        return costs.Count <= most
            ? null
            : costs.OrderByDescending(pair => pair.Value[spec.Currency].Picos).ThenBy(static pair => pair.Key, ReportKeys.Instance).Take(most).Select(static pair => pair.Key).ToHashSet(ReportKeys.Instance);
    }

    private static string?[] Name(ReportSpec spec, string?[] key) => spec.FinestTime is null ? key : [.. key.Where((_, i) => spec.Columns[i].Time is null)];

    private static IReadOnlyList<CostReportGroup> Vanished(ReportSpec spec, ReportSums sums, ReportSums other)
    {
        CostFigures none = new ReportFigures().Build(spec.Currency);
        return
        [
            .. other.Groups.Where(pair => !sums.Groups.ContainsKey(pair.Key))
                .Select(pair => new CostReportGroup(pair.Key, false, none, null, Change(none, pair.Value.Build(spec.Currency))))
                .OrderByDescending(static group => group.Change!.Previous!.ConvertedCost.Picos)
                .ThenBy(static group => (string?[])[.. group.Key], ReportKeys.Instance),
        ];
    }

    private static decimal? Share(CostFigures group, CostFigures total) =>
        group.IsConverted && total.IsConverted && !total.ConvertedCost.IsZero ? Ratio(group.ConvertedCost, total.ConvertedCost) : null;

    private static CostChange Change(CostFigures now, CostFigures? before)
    {
        var difference = new MoneyTotals();
        foreach (Money cost in now.Costs)
        {
            difference.Add(cost);
        }

        foreach (Money cost in before?.Costs ?? [])
        {
            difference.Add(-cost);
        }

        bool isConverted = now.IsConverted && before is { IsConverted: true };
        return new CostChange(
            before,
            difference.Sums,
            isConverted ? now.ConvertedCost - before!.ConvertedCost : before is null && now.IsConverted ? now.ConvertedCost : null,
            isConverted && !before!.ConvertedCost.IsZero ? Ratio(now.ConvertedCost, before.ConvertedCost) : null);
    }

    /// <summary>Six decimals say what anybody wants to know.</summary>
    private static decimal Ratio(Money part, Money whole) =>
        (decimal)Fraction.RoundHalfToEven((System.Numerics.BigInteger)part.Picos * 1_000_000 * (whole.IsNegative ? -1 : 1), System.Numerics.BigInteger.Abs(whole.Picos)) / 1_000_000;
}
