namespace CodeGen.Runtime.Costs;

/// <summary>The steps of writing a batch, for tests that end a process between any two of them.</summary>
internal enum RollupStep
{
    Read,
    Flushed,
    Begun,
    Series,
    Sums,
    Totals,
    Cursor,
    Committed,
}
