namespace CodeGen.Runtime.Conformance.Projections;

/// <summary>How a period was made.</summary>
internal enum PeriodKind
{
    /// <summary>A whole production series; nothing was booked before it.</summary>
    ProductionFromNothing,

    /// <summary>The second half of a production series, with the first one before it.</summary>
    ProductionWithHistory,

    /// <summary>A month of a web log: the first from nothing, the second with the first before it.</summary>
    WebLog,

    /// <summary>A trace of requests, a minute of which is an hour.</summary>
    Trace,

    /// <summary>A month with the week of a production series and the bursts of a trace; nothing was booked before it.</summary>
    TraceMonthFromNothing,

    /// <summary>The month after that one.</summary>
    TraceMonthWithHistory,
}
