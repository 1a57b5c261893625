namespace CodeGen.Runtime.Costs;

/// <summary>What happens to a row before it is written in whatever format: it is checked on its own and against the rows before it, counted and summed. Not thread-safe.</summary>
internal sealed class FocusIntake
{
    private readonly FocusFileCheck _file = new();
    private readonly MoneyTotals _billed = new();

    public long Rows { get; private set; }

    public IReadOnlyList<Money> BilledCost => _billed.Sums;

    /// <param name="row">The row.</param>
    /// <param name="check">What the format demands beside FOCUS; called with a row that breaks no rule of its own, before anything of it is remembered.</param>
    /// <exception cref="FocusRowException">It breaks a rule.</exception>
    /// <exception cref="OverflowException">The sum is too large.</exception>
    public void Take(FocusRow row, Action<FocusRow>? check = null)
    {
        FocusRowCheck.Check(row);
        check?.Invoke(row);
        _file.Check(row);
        _billed.Add(row.BilledCost);
        Rows++;
    }
}
