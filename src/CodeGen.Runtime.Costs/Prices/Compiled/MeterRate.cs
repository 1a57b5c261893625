using System.Globalization;
using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>What a meter or a fee costs during a time.</summary>
internal sealed class MeterRate
{
    private static readonly Int128 s_steps = Fraction.PowerOfTen(MeterQuantity.MaxDecimals);

    private readonly (Int128 UpTo, Int128 Picos)[] _tiers;
    private readonly Int128 _free;
    private readonly Int128 _minimum;
    private readonly long _per;

    public MeterRate(string name, string unit, long per, Currency currency, PriceLayer layer, (decimal? UpTo, decimal Price)[] tiers, decimal free = 0, decimal minimum = 0)
    {
        Name = name;
        Unit = unit;
        Currency = currency;
        Layer = layer;
        _per = per;
        _tiers = [.. tiers.Select(static tier => (tier.UpTo is { } end ? Steps(end) : Int128.MaxValue, Picos(tier.Price)))];
        _free = Steps(free);
        _minimum = Picos(minimum);

        // Lengths before texts, so that no name can be taken for another name and a unit.
        Canonical = string.Create(
            CultureInfo.InvariantCulture,
            $"meter/1,{name.Length}:{name.ToLowerInvariant()},{unit.Length}:{unit},{currency.Code},{per},{_free},{_minimum},{string.Join(';', _tiers.Select(static tier => $"{tier.UpTo}={tier.Picos}"))}");
        Version = EffectivePrice.Hash(Canonical);
    }

    public string Name { get; }

    public string Unit { get; }

    public Currency Currency { get; }

    public PriceLayer Layer { get; }

    public string Canonical { get; }

    /// <summary>Whether what was used before decides about a price.</summary>
    public bool IsGraduated => _tiers.Length > 1 || _free > 0;

    public PriceVersion Version { get; }

    public PricedMeter Charge(MeterQuantity quantity, MeterQuantity usedBefore)
    {
        (Int128 numerator, Int128 denominator) = InUnits(quantity);
        ExactMoney amount = _tiers.Length == 1 && _free == 0 && _minimum == 0
            ? ExactMoney.FromPicos(checked(_tiers[0].Picos * numerator), checked(denominator * _per), Currency)
            : Graduated(numerator, denominator, InUnits(usedBefore));
        return new(Name, PriceStatus.Priced, amount, Version, Layer, Unit, CostQuantity.Of(numerator, denominator));
    }

    private static Int128 Steps(decimal units)
    {
        (Int128 mantissa, int scale) = Fraction.Parts(units);
        return mantissa * Fraction.PowerOfTen(MeterQuantity.MaxDecimals - scale);
    }

    private static Int128 Picos(decimal price) => Money.Of(price, Currency.None).Picos;

    /// <summary>What all of the period costs with this use, less what it cost without: so the parts of a use cost together what the whole does.</summary>
    private ExactMoney Graduated(Int128 numerator, Int128 denominator, (Int128 Numerator, Int128 Denominator) used)
    {
        // All in steps of 10⁻⁹ units, divided by one common denominator.
        BigInteger common = (BigInteger)denominator * used.Denominator;
        BigInteger start = (BigInteger)used.Numerator * denominator * s_steps;
        BigInteger end = start + ((BigInteger)numerator * used.Denominator * s_steps);
        BigInteger picos = Sum(end, common) - Sum(start, common);
        BigInteger parts = common * s_steps * _per;
        return numerator > 0 && picos < _minimum * parts ? ExactMoney.FromPicos(_minimum, 1, Currency) : Fraction.Reduce(picos, parts, Currency);
    }

    private BigInteger Sum(BigInteger end, BigInteger common)
    {
        BigInteger sum = 0;
        BigInteger from = _free * common;
        foreach ((Int128 upTo, Int128 picos) in _tiers)
        {
            BigInteger to = BigInteger.Min(end, upTo * common);
            if (to > from)
            {
                sum += (to - from) * picos;
                from = to;
            }
        }

        return sum;
    }

    private (Int128 Numerator, Int128 Denominator) InUnits(MeterQuantity quantity)
    {
        Int128 more = (quantity.Dimension, Unit) switch
        {
            (MeterDimension.Any or MeterDimension.Count, _) or (MeterDimension.Seconds, "second") or (MeterDimension.TokenHours, "tokenHour") => 1,
            (MeterDimension.Seconds, "minute") => 60,
            (MeterDimension.Seconds, "hour") => 3_600,
            _ => throw new ArgumentException($"'{Name}' is priced by the {Unit}, which is not what was measured. Give a number of those, or state the price by what is measured.", nameof(quantity)),
        };
        return (quantity.Numerator, quantity.Denominator * more);
    }
}
