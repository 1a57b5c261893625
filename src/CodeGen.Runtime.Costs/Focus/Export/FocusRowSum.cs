using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>What a row comes to. Not thread-safe.</summary>
internal sealed class FocusRowSum
{
    private readonly ExactTotals _list = new();
    private BigInteger _numerator;
    private BigInteger _denominator = 1;
    private BigInteger _usedNumerator;
    private BigInteger _usedDenominator = 1;

    public ExactTotals Cost { get; } = new();

    /// <summary>How much, in the unit of the price.</summary>
    public (BigInteger Numerator, BigInteger Denominator) Quantity => (_numerator, _denominator);

    /// <summary>The same as it was measured, which for durations is seconds.</summary>
    public (BigInteger Numerator, BigInteger Denominator) Used => (_usedNumerator, _usedDenominator);

    public ExactMoney List(Currency currency) => _list.Exact(currency);

    public void Add(CostLine line, ExactMoney list, (Int128 Numerator, Int128 Denominator) used)
    {
        Cost.Add(line.Amount);
        _list.Add(list);
        Add(ref _numerator, ref _denominator, line.Quantity.Numerator, line.Quantity.Denominator);
        Add(ref _usedNumerator, ref _usedDenominator, used.Numerator, used.Denominator);
    }

    private static void Add(ref BigInteger numerator, ref BigInteger denominator, BigInteger more, BigInteger over)
    {
        BigInteger common = BigInteger.GreatestCommonDivisor(denominator, over);
        numerator = (numerator * (over / common)) + (more * (denominator / common));
        denominator = denominator / common * over;
    }
}
