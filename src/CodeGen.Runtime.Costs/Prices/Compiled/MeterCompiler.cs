namespace CodeGen.Runtime.Costs;

/// <summary>Checks a meter.</summary>
internal static class MeterCompiler
{
    private const int MaxPeriods = 1_000;
    private const int MaxTiers = 100;
    private const decimal MaxQuantity = 1_000_000_000_000_000;

    public static CompiledMeter Compile(MeterPrice meter, PriceLayer layer, ListPlace place)
    {
        string name = place.Of("name").Name(meter.Name);
        place = place.Named(name);
        string unit = place.Of("unit").Name(meter.Unit);
        if (meter.Currency == Currency.None || meter.Periods.Count is 0 or > MaxPeriods)
        {
            throw place.Wrong(null, $"a meter has a currency and 1 to {MaxPeriods} prices.");
        }

        (long From, long To, MeterRate Rate)[] rates =
        [
            .. meter.Periods.Select((period, i) =>
            {
                ListPlace at = place.Of("prices", i);
                (long from, long to) = at.Span(period.From, period.To);
                MeterRate rate = new(
                    name, unit, at.Per(period.Per), meter.Currency, layer, Tiers(period, at), Quantity(period.FreeAllowance, at.Of("free")), at.Of("minimum").Price(period.MinimumCharge));
                return (From: from, To: to, Rate: rate);
            }),
        ];
        for (int i = 0; i < rates.Length; i++)
        {
            if (Array.FindIndex(rates, 0, i, other => other.From < rates[i].To && rates[i].From < other.To) is >= 0 and int twin)
            {
                throw place.Of("prices", i).Wrong(null, $"it overlaps with prices[{twin}]. End one ('to' is exclusive) where the other begins.");
            }
        }

        return new(name, rates);
    }

    private static (decimal? UpTo, decimal Price)[] Tiers(MeterPeriod period, ListPlace place)
    {
        if (period.Tiers.Count is 0 or > MaxTiers)
        {
            throw place.Of("tiers").Wrong(null, $"a meter has 1 to {MaxTiers} tiers.");
        }

        var tiers = new (decimal? UpTo, decimal Price)[period.Tiers.Count];
        decimal before = 0;
        for (int i = 0; i < tiers.Length; i++)
        {
            ListPlace at = place.Of("tiers", i);
            MeterTier tier = period.Tiers[i];
            bool last = i == tiers.Length - 1;
            if (last != tier.UpTo is null)
            {
                throw at.Of("upTo").Wrong(tier.UpTo is { } end ? ListPlace.Text(end) : null, last ? "the last tier has no end. Leave upTo out." : "only the last tier has no end. Write up to how many units it goes.");
            }

            if (tier.UpTo is { } upTo && Quantity(upTo, at.Of("upTo")) <= before)
            {
                throw at.Of("upTo").Wrong(ListPlace.Text(upTo), $"the tier ends where it begins or before ({ListPlace.Text(before)}). Order tiers by where they end.");
            }

            before = tier.UpTo ?? before;
            tiers[i] = (tier.UpTo, at.Of("price").Price(tier.Price));
        }

        return tiers;
    }

    private static decimal Quantity(decimal quantity, ListPlace place) =>
        quantity is >= 0 and <= MaxQuantity && Fraction.Parts(quantity).Scale <= MeterQuantity.MaxDecimals
            ? quantity
            : throw place.Wrong(ListPlace.Text(quantity), $"a quantity is from 0 to 10^15 and has at most {MeterQuantity.MaxDecimals} decimals.");
}
