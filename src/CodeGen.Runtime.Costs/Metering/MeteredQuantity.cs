namespace CodeGen.Runtime.Costs;

/// <summary>How much of one meter was used in one billing period.</summary>
internal sealed class MeteredQuantity
{
    public Lock Gate { get; } = new();

    /// <summary>Under <see cref="Gate"/>.</summary>
    public MeterQuantity Used { get; set; }

    /// <summary>Adds to it.</summary>
    /// <returns>What it was before.</returns>
    public MeterQuantity Take(MeterQuantity quantity)
    {
        lock (Gate)
        {
            MeterQuantity before = Used;
            Used = before.Plus(quantity);
            return before;
        }
    }
}
