using System.Text.Json;

namespace CodeGen.Runtime.Costs;

/// <summary>Reads what a price file says of other things than tokens: fees, meters, exchange rates.</summary>
internal static class MeterReader
{
    public static PriceFee Fee(JsonPlace fee, string name)
    {
        var fields = JsonFields.Of(fee, "unit", "per", "price", "from", "to", "note");
        return new()
        {
            Name = name,
            Unit = fields["unit"]?.Text() ?? "call",
            Per = fields["per"]?.Whole() ?? 1,
            Price = fields.Need("price", "the fee", "price").Number(),
            From = fields["from"]?.Time(),
            To = fields["to"]?.Time(),
        };
    }

    public static MeterPrice Read(JsonPlace meter, Currency currency)
    {
        var fields = JsonFields.Of(meter, "name", "unit", "currency", "prices", "note");
        return new()
        {
            Name = fields.Need("name", "the meter", "name").Text(),
            Unit = fields.Need("unit", "the meter", "unit").Text(),
            Currency = fields["currency"]?.Currency() ?? currency,
            Periods = fields.Need("prices", "the meter", "prices").List(Period),
        };
    }

    public static FxRate Rate(JsonPlace rate)
    {
        var fields = JsonFields.Of(rate, "from", "to", "date", "rate", "note");
        return fields["from"] is { } from && fields["to"] is { } to && fields["date"]?.Time() is { } date && fields["rate"] is { } factor
            ? new(from.Currency(), to.Currency(), DateOnly.FromDateTime(date.UtcDateTime), factor.Number())
            : throw rate.Wrong("a part of the rate is missing. Write \"from\", \"to\", \"date\" and \"rate\".");
    }

    private static MeterPeriod Period(JsonPlace period)
    {
        var fields = JsonFields.Of(period, "from", "to", "per", "price", "tiers", "free", "minimum", "note");
        JsonPlace? price = fields["price"];
        JsonPlace? tiers = fields["tiers"];
        if (price is null == tiers is null)
        {
            throw period.Wrong("the period has no price, or two. Write \"price\" or \"tiers\".");
        }

        return new()
        {
            From = fields["from"]?.Time(),
            To = fields["to"]?.Time(),
            Per = fields["per"]?.Whole() ?? 1,
            FreeAllowance = fields["free"]?.Number() ?? 0,
            MinimumCharge = fields["minimum"]?.Number() ?? 0,
            Tiers = tiers?.List(Tier) ?? [new() { Price = price!.Number() }],
        };
    }

    private static MeterTier Tier(JsonPlace tier)
    {
        var fields = JsonFields.Of(tier, "upTo", "price");
        return new()
        {
            UpTo = fields["upTo"] is { Element.ValueKind: not JsonValueKind.Null } upTo ? upTo.Number() : null,
            Price = fields.Need("price", "the tier", "price").Number(),
        };
    }
}
