namespace CodeGen.Runtime.Costs;

/// <summary>What a period is one of.</summary>
internal enum ReportUnit
{
    Span,
    Day,
    Month,
    Year,
}
