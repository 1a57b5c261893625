namespace CodeGen.Runtime.Forecasting;

/// <summary>Sums up deviations to one side: many small ones are a shift of the level.</summary>
/// <remarks>Page, "Continuous inspection schemes", Biometrika 41 (1954): CUSUM with a slack of one standard deviation. Each deviation counts four at most, so that a single one is no shift.</remarks>
/// <param name="threshold">How far a sum has to go, in standard deviations.</param>
/// <param name="quiet">For how many points after a shift none is told: until the new level is the usual one.</param>
internal sealed class ShiftDetector(double threshold, int quiet)
{
    private const double Slack = 1;
    private const double Most = 4;

    private double _up;
    private double _down;
    private int _quietFor;

    /// <summary>Whether a shift is complete with this deviation.</summary>
    public bool Add(double deviations)
    {
        if (_quietFor > 0)
        {
            _quietFor--;
            return false;
        }

        double bounded = Math.Clamp(deviations, -Most, Most);
        _up = Math.Max(0, _up + bounded - Slack);
        _down = Math.Max(0, _down - bounded - Slack);
        if (_up < threshold && _down < threshold)
        {
            return false;
        }

        (_up, _down, _quietFor) = (0, 0, quiet);
        return true;
    }
}
