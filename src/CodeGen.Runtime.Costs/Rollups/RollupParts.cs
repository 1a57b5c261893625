namespace CodeGen.Runtime.Costs;

/// <summary>Brings fractions to few denominators, so that their sums are sums of whole numbers: 1 for what is whole, 36,000,000,000 for what that divides by, its own for what is odd.</summary>
internal static class RollupParts
{
    /// <summary>100 ns at a price an hour; nine decimals and minutes fit, too.</summary>
    public static readonly Int128 Grid = 36_000_000_000;

    public static (Int128 Number, Int128 Parts) Of(Int128 numerator, Int128 denominator)
    {
        if (denominator == 1)
        {
            return (numerator, 1);
        }

        if (denominator <= Grid && Grid % denominator == 0)
        {
            Int128 more = Grid / denominator;
            Int128 most = Int128.MaxValue / more;
            if (numerator <= most && numerator >= -most)
            {
                return (numerator * more, Grid);
            }
        }

        return (numerator, denominator);
    }
}
