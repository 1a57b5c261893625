namespace CodeGen.Runtime.Forecasting;

/// <summary>For series that are zero most of the time: how likely something happens, times how much it is then.</summary>
/// <remarks>Teunter, Syntetos and Babai, "Intermittent demand", European Journal of Operational Research 214 (2011).</remarks>
internal sealed class Intermittent : IForecastModel
{
    private const double Smoothing = 0.1;

    public string Name => "intermittent";

    public int MinLength => 2;

    public void Forecast(ReadOnlySpan<double> history, ReadOnlySpan<double> tuning, Span<double> into)
    {
        double likely = 0;
        double size = 0;
        foreach (double value in history)
        {
            if (value != 0)
            {
                size = likely == 0 ? value : size + (Smoothing * (value - size));
                likely = likely == 0 ? 1 : likely + (Smoothing * (1 - likely));
            }
            else
            {
                likely -= Smoothing * likely;
            }
        }

        into.Fill(likely * size);
    }
}
