namespace CodeGen.Runtime.Costs;

/// <summary>Sums that a report need not keep apart: of one key, but for its times, and one shape. Not thread-safe.</summary>
internal sealed class ReportSlot(string?[] key, RollupShape shape)
{
    /// <summary>Without times.</summary>
    public string?[] Key => key;

    public RollupShape Shape => shape;

    public RollupCell Sums { get; private set; }

    public bool IsTouched { get; private set; }

    public void Add(in RollupCell cell) => (Sums, IsTouched) = (Sums.Plus(cell), true);

    public void Clear() => (Sums, IsTouched) = (default, false);
}
