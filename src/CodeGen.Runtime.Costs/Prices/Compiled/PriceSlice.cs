using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>A time during which neither cards nor fees of a model change. Prices are worked out when they are first asked for; thread-safe.</summary>
internal sealed class PriceSlice(CompiledModel model, long fromTicks, long toTicks, CardGroup[] groups, MeterRate[] fees)
{
    private (ulong Key, EffectivePrice Price)[] _known = [];

    /// <summary>From when on, UTC ticks, inclusive.</summary>
    public long FromTicks => fromTicks;

    /// <summary>Until when, UTC ticks, exclusive.</summary>
    public long ToTicks => toTicks;

    public MeterRate? Fee(string name) => Array.Find(fees, fee => fee.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public EffectivePrice? Find(in ServedModel served, long utcTicks, long inputTokens)
    {
        for (int g = 0; g < groups.Length; g++)
        {
            if (groups[g].Matches(served, utcTicks))
            {
                int band = groups[g].Band(inputTokens);
                uint mask = model.Multipliers.Length == 0 ? 0 : Mask(served, utcTicks, groups[g].Key);
                ulong key = ((ulong)mask << 32) | ((ulong)g << 16) | (uint)band;
                foreach ((ulong known, EffectivePrice price) in _known)
                {
                    if (known == key)
                    {
                        return price;
                    }
                }

                return Make(key, groups[g].Bands[band], mask);
            }
        }

        return null;
    }

    private uint Mask(in ServedModel served, long utcTicks, CardKey card)
    {
        uint mask = 0;
        CompiledMultiplier[] multipliers = model.Multipliers;
        for (int i = 0; i < multipliers.Length; i++)
        {
            if (multipliers[i].Applies(served, utcTicks, card))
            {
                mask |= 1u << i;
            }
        }

        return mask;
    }

    private EffectivePrice Make(ulong key, decimal?[] stated, uint mask)
    {
        BigInteger factor = 1;
        int decimals = 0;
        for (int i = 0; i < model.Multipliers.Length; i++)
        {
            if ((mask & (1u << i)) != 0)
            {
                (Int128 mantissa, int scale) = Fraction.Parts(model.Multipliers[i].Factor);
                factor *= mantissa;
                decimals += scale;
            }
        }

        // A price of a million tokens with six decimals is whole picos a token.
        var exact = new (BigInteger Mantissa, int Scale)?[stated.Length];
        int most = 0;
        for (int kind = 0; kind < stated.Length; kind++)
        {
            if (stated[kind] is { } rate)
            {
                (Int128 mantissa, int scale) = Fraction.Parts(rate);
                BigInteger product = mantissa * factor;
                scale += decimals - 6;
                while (scale > 0 && product % 10 == 0)
                {
                    product /= 10;
                    scale--;
                }

                exact[kind] = (product, scale);
                most = Math.Max(most, scale);
            }
        }

        long[] rates = [.. exact.Select(one => one is { } rate ? (long)(rate.Mantissa * BigInteger.Pow(10, most - rate.Scale)) : EffectivePrice.NoRate)];
        var made = new EffectivePrice(model, rates, most, fees);

        // Two threads may make the same price; then one is forgotten, or is there twice, and they are equal.
        (ulong, EffectivePrice)[] before;
        (ulong, EffectivePrice)[] after;
        do
        {
            before = Volatile.Read(ref _known);
            after = [.. before, (key, made)];
        }
        while (Interlocked.CompareExchange(ref _known, after, before) != before);

        return made;
    }
}
