namespace CodeGen.Runtime.Costs;

/// <summary>What was spent in a time, in all and by group. Immutable, thread-safe.</summary>
public sealed partial class CostReport
{
    internal CostReport()
    {
    }

    /// <summary>The first instant, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The first instant after it, UTC.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The IANA time zone whose days and months the report is by.</summary>
    public required string Zone { get; init; }

    /// <summary>The currency of all that is converted.</summary>
    public required Currency Currency { get; init; }

    /// <summary>By what groups are apart.</summary>
    public required IReadOnlyList<string> GroupBy { get; init; }

    /// <summary>What all of it comes to.</summary>
    public required CostFigures Total { get; init; }

    /// <summary>How the total differs from that of the other time; <see langword="null"/> where none was asked for.</summary>
    public CostChange? TotalChange { get; init; }

    /// <summary>The groups: in the order of time, then the dearest first. Empty where the report is not grouped.</summary>
    public required IReadOnlyList<CostReportGroup> Groups { get; init; }

    /// <summary>Groups of the other time of which there is nothing in this one.</summary>
    public required IReadOnlyList<CostReportGroup> Vanished { get; init; }

    /// <summary>What had no price when it was booked, by its name. It may have been priced since: its cost is then among the corrections.</summary>
    public required IReadOnlyList<UnpricedUse> Unpriced { get; init; }

    /// <summary>Times of which something is not in the figures, and why. Empty in a report that is whole.</summary>
    public required IReadOnlyList<CostReportGap> Gaps { get; init; }

    /// <summary>How many records of the ledger, of whatever time, are damaged and in no figure.</summary>
    public required long Unreadable { get; init; }

    /// <summary>Whether everything that was booked of this time is in the figures.</summary>
    public bool IsWhole => Gaps.Count == 0 && Unreadable == 0;

    /// <summary>The last record of the ledger that the report knows of.</summary>
    public required long LastSequence { get; init; }

    /// <summary>Which sums it was made from.</summary>
    public required IReadOnlyList<RollupLevel> Levels { get; init; }

    /// <summary>How many records were read from the ledger itself, for what no sums say.</summary>
    public required long RecordsRead { get; init; }
}
