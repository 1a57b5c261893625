namespace CodeGen.Runtime.Forecasting;

/// <summary>How far off forecasts were that were made the same way at earlier points of the same history.</summary>
/// <param name="Origins">At how many points; 0 where the history is too short, and nothing is known.</param>
/// <param name="Horizon">How many steps each of them looked ahead.</param>
/// <param name="MeanAbsoluteError">The mean absolute error of the combination, in the unit of the series. Weights of each point are those of the others.</param>
/// <param name="NaiveError">That of the last season again, or of the last value where there is no season.</param>
public readonly record struct BacktestError(int Origins, int Horizon, double MeanAbsoluteError, double NaiveError)
{
    /// <summary>Nothing is known.</summary>
    public static BacktestError None => default;

    /// <summary>The error in shares of the naive one: below 1 the forecast was better than repeating the last season. 1 where nothing is known.</summary>
    public double Relative => Origins == 0 ? 1 : NaiveError > 0 ? MeanAbsoluteError / NaiveError : MeanAbsoluteError > 0 ? double.PositiveInfinity : 1;
}
