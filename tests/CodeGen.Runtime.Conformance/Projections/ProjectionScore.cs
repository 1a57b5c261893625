namespace CodeGen.Runtime.Conformance.Projections;

/// <summary>Mean errors over points, and how often what came was in the intervals. Points of one series count as one.</summary>
internal sealed class ProjectionScore
{
    private readonly Dictionary<string, List<ProjectionPoint>> _points = new(StringComparer.Ordinal);

    public int Series => _points.Count;

    public int Points => _points.Values.Sum(static one => one.Count);

    public double Ours => Mean(static point => point.Error);

    public double Linear => Mean(static point => point.LinearError);

    public double Covers80 => Mean(static point => point.IsIn80 ? 100 : 0);

    public double Covers95 => Mean(static point => point.IsIn95 ? 100 : 0);

    /// <summary>Of some of the points of periods.</summary>
    public static ProjectionScore Of(IEnumerable<BacktestedPeriod> periods, Func<ProjectionPoint, bool> which)
    {
        var score = new ProjectionScore();
        foreach (BacktestedPeriod one in periods)
        {
            foreach (ProjectionPoint point in one.Points.Where(which))
            {
                score.Add(one.Period.Series, point);
            }
        }

        return score;
    }

    public void Add(string series, ProjectionPoint point)
    {
        if (!_points.TryGetValue(series, out List<ProjectionPoint>? points))
        {
            _points.Add(series, points = []);
        }

        points.Add(point);
    }

    /// <summary>The cells of a table's row.</summary>
    public object[] Cells() => [$"{Ours:0.0} %", $"{Linear:0.0} %", $"{Covers80:0} %", $"{Covers95:0} %"];

    private double Mean(Func<ProjectionPoint, double> what) => _points.Count == 0 ? double.NaN : _points.Values.Average(points => points.Average(what));
}
