namespace CodeGen.Runtime.Costs;

/// <summary>Ways that the rest of a period may take.</summary>
/// <param name="spent">What was spent before the first step.</param>
/// <param name="inFirst">What of the first step was spent already: no way has less.</param>
/// <param name="paths">The ways by step; null where nothing is left to forecast.</param>
/// <param name="ends">When each step ends.</param>
/// <param name="asOf">Until when costs are known.</param>
internal sealed class ProjectedWays(double spent, double inFirst, double[][]? paths, DateTimeOffset[] ends, DateTimeOffset asOf)
{
    private const int Decimals = 9;

    private readonly double[] _totals = paths is { } ways ? [.. ways.Select(way => spent + Steps(way, inFirst).Sum()).Order()] : [spent + inFirst];

    /// <summary>Whether nothing is left to forecast.</summary>
    public bool IsOver => paths is null;

    public static Money Money(double amount, Currency currency) => Costs.Money.Of(Math.Round((decimal)Math.Clamp(amount, -1e18, 1e18), Decimals), currency);

    public double TotalQuantile(double share)
    {
        double at = share * (_totals.Length - 1);
        int below = (int)at;
        int above = Math.Min(below + 1, _totals.Length - 1);
        return _totals[below] + ((at - below) * (_totals[above] - _totals[below]));
    }

    public double ShareAbove(double limit) => (double)_totals.Count(total => total > limit) / _totals.Length;

    public LimitProjection WhenAbove(double limit)
    {
        if (spent + inFirst > limit)
        {
            return new LimitProjection(1, asOf, asOf, asOf);
        }

        int[] steps = [.. Passing(limit).Order()];
        return steps.Length == 0
            ? new LimitProjection(0, null, null, null)
            : new LimitProjection((double)steps.Length / _totals.Length, At(0.1), At(0.5), At(0.9));

        DateTimeOffset At(double share) => ends[steps[(int)(share * (steps.Length - 1))]];
    }

    private IEnumerable<int> Passing(double limit)
    {
        for (int way = 0; way < (paths?.Length ?? 0); way++)
        {
            double sum = spent;
            int step = 0;
            foreach (double cost in Steps(paths![way], inFirst))
            {
                sum += cost;
                if (sum > limit)
                {
                    yield return step;
                    break;
                }

                step++;
            }
        }
    }

    private static IEnumerable<double> Steps(double[] path, double inFirst) => path.Select((cost, step) => step == 0 ? Math.Max(cost, inFirst) : cost);
}
