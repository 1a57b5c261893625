namespace CodeGen.Runtime.Costs;

/// <content>Which shares of the limit have been reached.</content>
internal sealed partial class ScopeCounters
{
    /// <summary>The share at which the last alert was raised, in millionths; of a rolling period it goes down with the sum.</summary>
    public int Alerted { get; private set; }

    /// <summary>Notes the thresholds that a window has reached, for the first time in it; for a rolling period, since its sum was last below.</summary>
    public void Cross(WindowCounters window, ref List<CrossedThreshold>? crossed)
    {
        int after = AlertedAfter(window, 0);
        if (after < 0)
        {
            return;
        }

        int before = _reach > 0 ? Alerted : window.Alerted;
        for (int i = 0; after > before && i < scope.AlertShares.Length; i++)
        {
            if (scope.AlertShares[i] > before && scope.AlertShares[i] <= after)
            {
                (crossed ??= []).Add(new CrossedThreshold(scope, i, window.Start, _reach > 0 ? _committed : window.Committed));
            }
        }

        (window.Alerted, Alerted) = (after, after);
    }

    /// <summary>The highest share at which an alert was raised once so much more is booked; -1 where a booking raises none whatever it comes to.</summary>
    public int AlertedAfter(WindowCounters window, Int128 more)
    {
        bool rolling = _reach > 0;
        if (scope.Thresholds.Length == 0 || (rolling && !window.Counts))
        {
            return -1;
        }

        return Math.Max(rolling ? Alerted : window.Alerted, Reached((rolling ? _committed : window.Committed) + more));
    }

    /// <summary>The highest share that a sum reaches, in millionths.</summary>
    private int Reached(Int128 committed)
    {
        int reached = 0;
        for (int i = 0; i < scope.Thresholds.Length && committed >= scope.Thresholds[i]; i++)
        {
            reached = scope.AlertShares[i];
        }

        return reached;
    }
}
