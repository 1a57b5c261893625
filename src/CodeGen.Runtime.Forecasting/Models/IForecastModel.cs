namespace CodeGen.Runtime.Forecasting;

/// <summary>One way to go on with a series. Stateless and thread-safe: what it learns of a history is made from it at each call, but for its tuning.</summary>
internal interface IForecastModel
{
    /// <summary>As reports name it.</summary>
    string Name { get; }

    /// <summary>The fewest points that it makes sense of.</summary>
    int MinLength { get; }

    /// <summary>Searches for the settings that suit a history. It is the slow part; the same settings are used for a while when the history grows.</summary>
    double[] Tune(ReadOnlySpan<double> history) => [];

    /// <summary>Goes on with a history.</summary>
    /// <param name="history">Finite numbers, <see cref="MinLength"/> at least.</param>
    /// <param name="tuning">What <see cref="Tune"/> gave for this or a shorter history.</param>
    /// <param name="into">The next values.</param>
    void Forecast(ReadOnlySpan<double> history, ReadOnlySpan<double> tuning, Span<double> into);
}
