namespace CodeGen.Runtime.Costs;

/// <summary>What a charge would cost by the prices that are known now.</summary>
internal readonly struct PricedAgain
{
    private PricedAgain(PriceStatus status, PriceLayer? layer, PriceVersion version, Currency currency, CostLine[] lines) =>
        (Status, Layer, Version, Currency, Lines) = (status, layer, version, currency, lines);

    public PriceStatus Status { get; }

    public bool IsPriced => Status != PriceStatus.Unpriced;

    public PriceLayer? Layer { get; }

    public PriceVersion Version { get; }

    public Currency Currency { get; }

    public CostLine[] Lines { get; }

    public static PricedAgain Of(PriceBook prices, CostRecord charge, MeterQuantity usedBefore)
    {
        CostUse use = charge.Use;
        if (use.Kind == CostUseKind.Model)
        {
            PricedUsage usage = prices.Price(use.ServedRef with { At = charge.EventTime }, use.UsageRef, prices.PolicyOfCallsMade);
            if (!usage.IsPriced)
            {
                return default;
            }

            var priced = new ChargeLine[PricedUsage.MaxLines];
            int count = usage.CopyLinesTo(priced);
            CostLine[] lines = [.. priced.Take(count).Select(static line => new CostLine(TokenKinds.Name(line.Kind), CostLine.TokenUnit, CostQuantity.Of(line.Quantity), line.Amount))];
            return new(usage.Status, usage.Layer, usage.Version, usage.Currency, lines);
        }

        PricedMeter meter = use.Kind == CostUseKind.Fee
            ? prices.FeeOf(use.ServedRef with { At = charge.EventTime }, use.Name, use.Quantity, prices.PolicyOfCallsMade)
            : prices.MeterOf(use.Name, use.Quantity, charge.EventTime, usedBefore, prices.PolicyOfCallsMade);
        return meter.IsPriced
            ? new(meter.Status, meter.Layer, meter.Version, meter.Exact.Currency, [new CostLine(meter.Name, meter.Unit, meter.Quantity, meter.Exact)])
            : default;
    }
}
