namespace CodeGen.Runtime.Costs;

/// <summary>A step that the shared store has to be told, now or when it is back. Doing it twice does it once.</summary>
/// <param name="Verb">What to do.</param>
/// <param name="Hold">With which hold.</param>
/// <param name="Amounts">What to book.</param>
/// <param name="At">When it was, by the server's clock as far as it was known.</param>
internal sealed record WaitingStep(char Verb, HoldRecord Hold, BookedAmounts Amounts, long At)
{
    public const char Reserve = 'H';
    public const char Charge = 'C';
    public const char Settle = 'S';
    public const char Resolve = 'X';
    public const char Release = 'R';
    public const char Abandon = 'A';
    public const char Split = 'V';

    /// <summary>The holds that a split chunk leaves behind.</summary>
    public HoldRecord[] Open { get; init; } = [];
}
