namespace CodeGen.Runtime.Costs;

/// <summary>The sums of one series in one bucket.</summary>
/// <param name="Records">How many records: each is counted at its first line.</param>
/// <param name="Lines">How many lines; a record has at most one of a name and unit.</param>
/// <param name="Quantity">In parts of the series' unit.</param>
/// <param name="Amount">In parts of a pico.</param>
internal readonly record struct RollupCell(long Records, long Lines, RollupSum Quantity, RollupSum Amount)
{
    public RollupCell Plus(RollupCell other) =>
        new(checked(Records + other.Records), checked(Lines + other.Lines), Quantity.Plus(other.Quantity), Amount.Plus(other.Amount));
}
