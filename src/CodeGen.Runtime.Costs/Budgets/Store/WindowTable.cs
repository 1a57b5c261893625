namespace CodeGen.Runtime.Costs;

/// <summary>
/// Windows of a period as a store needs them that has a clock and no calendar: starts, and the name of each; a name is missing where the period has no window. Immutable.
/// It reaches back as far as sums count, and has an end, after which a newer table is needed.
/// </summary>
internal sealed class WindowTable
{
    /// <summary>How many windows it holds from its instant on.</summary>
    private const int Ahead = 16;

    private readonly long[] _starts;
    private readonly string?[] _ids;

    private WindowTable(long[] starts, string?[] ids, long end, long reach)
    {
        _starts = starts;
        _ids = ids;
        End = end;
        Reach = reach;
    }

    /// <summary>The milliseconds since 1970 from which it says nothing.</summary>
    public long End { get; }

    /// <summary>How many milliseconds before a window's start its sums count.</summary>
    public long Reach { get; }

    public ReadOnlySpan<long> Starts => _starts;

    public ReadOnlySpan<string?> Ids => _ids;

    public static WindowTable Of(BudgetPeriod period, long now)
    {
        DateTimeOffset at = DateTimeOffset.FromUnixTimeMilliseconds(now) - period.Reach;
        if (at < BudgetPeriod.Earliest)
        {
            at = BudgetPeriod.Earliest;
        }

        var starts = new List<long>();
        var ids = new List<string?>();
        bool found = period.TryGetWindow(at, out BudgetWindow window);
        starts.Add(found ? window.Start.ToUnixTimeMilliseconds() : BudgetPeriod.Earliest.ToUnixTimeMilliseconds());
        ids.Add(found ? window.Id : null);
        long end = BudgetPeriod.Latest.ToUnixTimeMilliseconds();
        for (int ahead = 0; ahead < Ahead;)
        {
            // A window around the epoch begins before it.
            long last = Math.Max(starts[^1], BudgetPeriod.Earliest.ToUnixTimeMilliseconds());
            if (period.Boundaries(DateTimeOffset.FromUnixTimeMilliseconds(last), 1) is not [long next] || next >= end)
            {
                break;
            }

            if (next > now && ++ahead == Ahead)
            {
                end = next;
                break;
            }

            starts.Add(next);
            ids.Add(period.TryGetWindow(DateTimeOffset.FromUnixTimeMilliseconds(next), out window) ? window.Id : null);
        }

        return new WindowTable([.. starts], [.. ids], end, (long)period.Reach.TotalMilliseconds);
    }

    /// <summary>Which window an instant lies in, or -1 where the table says nothing of it.</summary>
    public int IndexOf(long now)
    {
        if (now < _starts[0] || now >= End)
        {
            return -1;
        }

        int index = _starts.AsSpan().BinarySearch(now);
        return index >= 0 ? index : ~index - 1;
    }

    public long EndOf(int index) => index + 1 < _starts.Length ? _starts[index + 1] : End;
}
