namespace CodeGen.Runtime.Forecasting;

/// <summary>A history as models take it: its last part, complete, and as it would have been without events.</summary>
/// <param name="Values">The values.</param>
/// <param name="Effects">What events did; null where there are none.</param>
internal sealed record PreparedHistory(double[] Values, EventEffects? Effects)
{
    public static PreparedHistory Of(ReadOnlySpan<double> history, ForecastOptions options, IReadOnlyList<ForecastEvent>? events)
    {
        int offset = Math.Max(0, history.Length - options.MaxHistory);
        ReadOnlySpan<double> last = history[offset..];
        if (events is not { Count: > 0 })
        {
            return new PreparedHistory(Gaps.Fill(last, options.Period), null);
        }

        double[] complete = Gaps.Fill(last, options.Period);

        // Missing values at the beginning are left out.
        offset += last.Length - complete.Length;
        double[] blank = (double[])complete.Clone();
        foreach (ForecastEvent one in events)
        {
            if (one.Length <= 0)
            {
                throw new ArgumentException($"The event '{one.Name}' at {one.Start} lasts for {one.Length} points. Give 1 or more.", nameof(events));
            }

            for (int i = 0; i < one.Length; i++)
            {
                int at = one.Start + i - offset;
                if (at >= 0 && at < blank.Length)
                {
                    blank[at] = double.NaN;
                }
            }
        }

        int period = options.Period > 1 ? options.Period : SeasonDetector.Detect(complete).Period;
        if (!blank.AsSpan().ContainsAnyExcept(double.NaN))
        {
            return new PreparedHistory(complete, null);
        }

        // The first point stays, so that the two are of the same length.
        blank[0] = double.IsNaN(blank[0]) ? complete[0] : blank[0];
        double[] without = Gaps.Fill(blank, period);
        return new PreparedHistory(without, new EventEffects(events, complete, without, offset));
    }
}
