using System.Globalization;

namespace CodeGen.Runtime.Costs;

public sealed partial class PriceBook
{
    /// <summary>Takes a price that lacks a rate, if there is one, and gives that of the ceiling, if there is one.</summary>
    private PriceStatus Unknown(
        PriceTable table, in ServedModel served, long ticks, in ModelUsage usage, in TokenBuckets buckets, UnknownModelPolicy policy, ref EffectivePrice? price, out Int128 parts)
    {
        if (policy == UnknownModelPolicy.Reject)
        {
            throw new UnknownPriceException(served.Model, Why(table, served, ticks, buckets, price));
        }

        // By its standard price: what tiers and regions of an unknown model mean for another one is unknown, too.
        if (policy == UnknownModelPolicy.Ceiling && _options.CeilingModel is { } ceiling
            && table.Find(new ServedModel(ceiling), ticks, usage.InputTokens) is { } highest && highest.TryTotal(buckets, out parts))
        {
            price = highest;
            return PriceStatus.Ceiling;
        }

        price = null;
        parts = 0;
        return PriceStatus.Unpriced;
    }

    private static PricedMeter NoMeter(string name, MeterQuantity quantity, UnknownModelPolicy policy, string message) => policy == UnknownModelPolicy.Reject
        ? throw new UnknownPriceException(name, message)
        : new(name, PriceStatus.Unpriced, default, PriceVersion.None, null, quantity.Unit, CostQuantity.Of(quantity.Numerator, quantity.Denominator));

    private static string Why(PriceTable table, in ServedModel served, long ticks, in TokenBuckets buckets, EffectivePrice? price)
    {
        string model = PriceListException.Shown(served.Model);
        if (price?.MissingKind(buckets) is { } kind)
        {
            return $"The price of the model '{model}' has no rate for {TokenKinds.Name(kind)} tokens, of which there are {buckets[(int)kind]}. Add \"{TokenKinds.Name(kind)}\" to its rates, or look at how they are counted.";
        }

        string provider = served.Provider is null ? "" : $" at '{PriceListException.Shown(served.Provider)}'";
        string time = new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return served.Provider is null && table.Providers(served.Model) is { } providers
            ? $"The model '{model}' is offered by {providers} at their own prices. Name the provider that served it."
            : $"No price of the model '{model}'{provider} at {time} is known. Add it under 'models' in a price file, or name the model and provider as the book does.";
    }
}
