namespace CodeGen.Runtime.Costs;

/// <summary>What costs are divided by when a promise is checked.</summary>
public enum PromiseUnit
{
    /// <summary>Requests of models and APIs.</summary>
    Request,

    /// <summary>Seconds that machines worked, booked as <see cref="MeterNames.BusyHours"/>.</summary>
    BusySecond,

    /// <summary>What all would have cost without a cache: costs and savings together.</summary>
    Worth,
}
