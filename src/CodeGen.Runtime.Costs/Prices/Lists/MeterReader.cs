namespace CodeGen.Runtime.Costs;

/// <summary>Reads what a price file says of other things than tokens: fees, meters, exchange rates.</summary>
internal static class MeterReader
{
    public static PriceFee Fee(JsonPlace fee, string name)
    {
        string unit = "call";
        long per = 1;
        decimal? price = null;
        DateTimeOffset? from = null;
        DateTimeOffset? to = null;
        foreach (JsonPlace property in fee.Properties())
        {
            switch (property.Name)
            {
                case "unit":
                    unit = property.Text();
                    break;
                case "per":
                    per = property.Whole();
                    break;
                case "price":
                    price = property.Number();
                    break;
                case "from":
                    from = property.Time();
                    break;
                case "to":
                    to = property.Time();
                    break;
                case "note":
                    break;
                default:
                    property.Unknown("unit, per, price, from, to, note");
                    break;
            }
        }

        return new() { Name = name, Unit = unit, Per = per, Price = price ?? throw fee.Wrong("the fee has no price. Add \"price\"."), From = from, To = to };
    }

    public static MeterPrice Read(JsonPlace meter, Currency currency)
    {
        string? name = null;
        string? unit = null;
        IReadOnlyList<MeterPeriod>? periods = null;
        foreach (JsonPlace property in meter.Properties())
        {
            switch (property.Name)
            {
                case "name":
                    name = property.Text();
                    break;
                case "unit":
                    unit = property.Text();
                    break;
                case "currency":
                    currency = property.Currency();
                    break;
                case "prices":
                    periods = property.List(Period);
                    break;
                case "note":
                    break;
                default:
                    property.Unknown("name, unit, currency, prices, note");
                    break;
            }
        }

        return new()
        {
            Name = name ?? throw meter.Wrong("the meter has no name. Add \"name\"."),
            Unit = unit ?? throw meter.Wrong("the meter has no unit. Add \"unit\"."),
            Currency = currency,
            Periods = periods ?? throw meter.Wrong("the meter has no prices. Add \"prices\"."),
        };
    }

    public static FxRate Rate(JsonPlace rate)
    {
        Currency? from = null;
        Currency? to = null;
        DateTimeOffset? date = null;
        decimal? factor = null;
        foreach (JsonPlace property in rate.Properties())
        {
            switch (property.Name)
            {
                case "from":
                    from = property.Currency();
                    break;
                case "to":
                    to = property.Currency();
                    break;
                case "date":
                    date = property.Time();
                    break;
                case "rate":
                    factor = property.Number();
                    break;
                case "note":
                    break;
                default:
                    property.Unknown("from, to, date, rate, note");
                    break;
            }
        }

        return from is { } source && to is { } target && date is { } day && factor is { } value
            ? new(source, target, DateOnly.FromDateTime(day.UtcDateTime), value)
            : throw rate.Wrong("a part of the rate is missing. Write \"from\", \"to\", \"date\" and \"rate\".");
    }

    private static MeterPeriod Period(JsonPlace period)
    {
        DateTimeOffset? from = null;
        DateTimeOffset? to = null;
        long per = 1;
        decimal free = 0;
        decimal minimum = 0;
        decimal? price = null;
        IReadOnlyList<MeterTier>? tiers = null;
        foreach (JsonPlace property in period.Properties())
        {
            switch (property.Name)
            {
                case "from":
                    from = property.Time();
                    break;
                case "to":
                    to = property.Time();
                    break;
                case "per":
                    per = property.Whole();
                    break;
                case "price":
                    price = property.Number();
                    break;
                case "tiers":
                    tiers = property.List(Tier);
                    break;
                case "free":
                    free = property.Number();
                    break;
                case "minimum":
                    minimum = property.Number();
                    break;
                case "note":
                    break;
                default:
                    property.Unknown("from, to, per, price, tiers, free, minimum, note");
                    break;
            }
        }

        if (price is null == tiers is null)
        {
            throw period.Wrong("the period has no price, or two. Write \"price\" or \"tiers\".");
        }

        return new() { From = from, To = to, Per = per, FreeAllowance = free, MinimumCharge = minimum, Tiers = tiers ?? [new() { Price = price!.Value }] };
    }

    private static MeterTier Tier(JsonPlace tier)
    {
        decimal? upTo = null;
        decimal? price = null;
        foreach (JsonPlace property in tier.Properties())
        {
            switch (property.Name)
            {
                case "upTo":
                    upTo = property.Element.ValueKind == System.Text.Json.JsonValueKind.Null ? null : property.Number();
                    break;
                case "price":
                    price = property.Number();
                    break;
                default:
                    property.Unknown("upTo, price");
                    break;
            }
        }

        return new() { UpTo = upTo, Price = price ?? throw tier.Wrong("the tier has no price. Add \"price\".") };
    }
}
