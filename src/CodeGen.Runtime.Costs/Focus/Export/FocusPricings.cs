using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>Finds quantities and unit prices as decimals whose product is a cost.</summary>
internal static class FocusPricings
{
    private const int MostDecimals = 28;

    /// <summary>A fraction as a decimal: exact where it ends, else as near as a decimal comes.</summary>
    public static decimal ToDecimal(BigInteger numerator, BigInteger denominator)
    {
        BigInteger common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        (numerator, denominator) = (numerator / common, denominator / common);
        int decimals = 0;
        BigInteger limit = (BigInteger)decimal.MaxValue;

        // Each step is one more decimal, until it comes out even or a decimal is full.
        while (!(numerator % denominator).IsZero && decimals < MostDecimals && BigInteger.Abs(numerator) * 10 / denominator < limit)
        {
            numerator *= 10;
            decimals++;
        }

        (BigInteger whole, BigInteger rest) = (BigInteger.Divide(numerator, denominator), BigInteger.Abs(numerator % denominator));
        if (rest * 2 > denominator)
        {
            whole += numerator.Sign;
        }

        decimal digits = (decimal)whole;
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(digits, bits);
        return new decimal(bits[0], bits[1], bits[2], digits < 0, (byte)decimals);
    }

    /// <summary>
    /// The pricing of a cost and a list cost: by the unit of the price where that gives the costs to the pico, which it does but for what was priced in tiers or by a minimum, or was taken back in part; then by one
    /// unit that costs all of it.
    /// </summary>
    public static FocusPricing Of(BigInteger numerator, BigInteger denominator, string unit, ExactMoney cost, ExactMoney list)
    {
        decimal quantity = ToDecimal(numerator, denominator);
        return UnitPrice(cost, numerator, denominator, quantity) is { } price && UnitPrice(list, numerator, denominator, quantity) is { } listPrice
            ? new FocusPricing(quantity, unit) { ContractedUnitPrice = price, ListUnitPrice = listPrice }
            : OfOne(cost.Round(), list.Round());
    }

    private static FocusPricing OfOne(Money cost, Money list)
    {
        decimal quantity = cost.IsNegative || (cost.IsZero && list.IsNegative) ? -1 : 1;
        return new FocusPricing(quantity, FocusUnitNames.Units)
        {
            Category = FocusPricingCategory.Other,
            ContractedUnitPrice = cost.ToDecimal() * quantity,
            ListUnitPrice = list.IsNegative == cost.IsNegative || list.IsZero ? list.ToDecimal() * quantity : cost.ToDecimal() * quantity,
        };
    }

    private static decimal? UnitPrice(ExactMoney exact, BigInteger numerator, BigInteger denominator, decimal quantity)
    {
        Money cost = exact.Round();
        if (quantity == 0)
        {
            return cost.IsZero ? 0 : null;
        }

        // The price as it is stated, or else the one whose product is the rounded cost.
        BigInteger sign = numerator.Sign;
        decimal stated = ToDecimal(sign * exact.Numerator * denominator, (BigInteger)exact.Denominator * Money.PicosPerUnit * BigInteger.Abs(numerator));
        if (stated >= 0 && FocusNumbers.IsProduct(stated, quantity, cost.Picos))
        {
            return stated;
        }

        (Int128 mantissa, int scale) = Fraction.Parts(quantity);
        decimal price = ToDecimal(sign * cost.Picos * BigInteger.Pow(10, scale), BigInteger.Abs(mantissa) * Money.PicosPerUnit);
        return price >= 0 && FocusNumbers.IsProduct(price, quantity, cost.Picos) ? price : null;
    }
}
