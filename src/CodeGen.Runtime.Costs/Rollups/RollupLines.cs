namespace CodeGen.Runtime.Costs;

/// <summary>A record as the sums that it adds to: what roll-ups keep and what reports read from the ledger itself are made by this alone.</summary>
internal static class RollupLines
{
    public static int CountOf(CostRecord record) => Math.Max(1, record.Lines.Count);

    public static (RollupSeries Series, RollupCell Cell) Of(CostRecord record, string item, int at)
    {
        if (record.Lines.Count == 0)
        {
            return (Series(record, item, string.Empty, string.Empty, 1, 1), new RollupCell(1, 0, default, default));
        }

        CostLine line = record.Lines[at];
        (Int128 quantity, Int128 quantityParts) = RollupParts.Of(line.Quantity.Numerator, line.Quantity.Denominator);
        (Int128 amount, Int128 amountParts) = record.Status == PriceStatus.Unpriced ? (0, 1) : RollupParts.Of(line.Amount.Numerator, line.Amount.Denominator);
        return (Series(record, item, line.Name, line.Unit, amountParts, quantityParts), new RollupCell(at == 0 ? 1 : 0, 1, RollupSum.Of(quantity), RollupSum.Of(amount)));
    }

    private static RollupSeries Series(CostRecord record, string item, string line, string unit, Int128 amountParts, Int128 quantityParts) => new(
        record.Attribution, new RollupShape(record.Use.Category, record.Use.Kind, item, line, unit, record.Kind, record.Status, record.Currency, amountParts, quantityParts));
}
