namespace CodeGen.Runtime.Forecasting;

/// <summary>Ways that a series may take. Immutable; thread-safe.</summary>
public sealed class ForecastPaths
{
    private readonly double[][] _paths;

    internal ForecastPaths(double[][] paths) => _paths = paths;

    /// <summary>How many there are.</summary>
    public int Count => _paths.Length;

    /// <summary>One of them: the value of each step.</summary>
    /// <param name="path">Which, from 0 on.</param>
    public IReadOnlyList<double> this[int path] => _paths[path];

    /// <summary>The same ways without their first steps.</summary>
    /// <param name="steps">How many are left out; one at least stays.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many steps.</exception>
    public ForecastPaths Skip(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(steps, _paths[0].Length);
        return steps == 0 ? this : new ForecastPaths([.. _paths.Select(path => path[steps..])]);
    }

    /// <summary>What the first steps sum up to, by the ways, sorted: the smallest first.</summary>
    /// <param name="steps">How many steps; all where it is null.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many steps.</exception>
    public IReadOnlyList<double> Sums(int? steps = null)
    {
        int count = steps ?? _paths[0].Length;
        ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(steps));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _paths[0].Length, nameof(steps));
        return [.. _paths.Select(path => path.Take(count).Sum()).Order()];
    }

    /// <summary>A quantile of what the first steps sum up to.</summary>
    /// <param name="share">The share of ways whose sum is lower: 0 to 1.</param>
    /// <param name="steps">How many steps; all where it is null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of its range, or there are not so many steps.</exception>
    public double SumQuantile(double share, int? steps = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        return Quantile.OfSorted(Sums(steps).ToArray(), share);
    }

    /// <summary>By which step the sum passes a limit, by the ways: the step of each way, or null where it does not.</summary>
    /// <param name="limit">The limit.</param>
    public IReadOnlyList<int?> FirstAbove(double limit)
    {
        int?[] steps = new int?[_paths.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            double sum = 0;
            for (int step = 0; step < _paths[i].Length && steps[i] is null; step++)
            {
                sum += _paths[i][step];
                steps[i] = sum > limit ? step : null;
            }
        }

        return steps;
    }
}
