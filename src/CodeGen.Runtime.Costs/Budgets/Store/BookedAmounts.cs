namespace CodeGen.Runtime.Costs;

/// <summary>What was spent, and what of it each share of a hold books: the same for all, or one amount for each where currencies differ.</summary>
internal readonly struct BookedAmounts
{
    private readonly Int128[]? _each;

    public BookedAmounts(Money actual, Int128[]? each = null)
    {
        Actual = actual;
        _each = each;
    }

    /// <summary>As its holder said it.</summary>
    public Money Actual { get; }

    /// <summary>In picos of the budget's currency.</summary>
    public Int128 this[int share] => _each is null ? Actual.Picos : _each[share];
}
