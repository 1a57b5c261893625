using System.Runtime.InteropServices;

namespace CodeGen.Runtime.Costs;

/// <summary>What all records come to, apart by what <see cref="CostTotals"/> keeps apart. Not thread-safe.</summary>
internal sealed class RollupTotals
{
    public Dictionary<(CostCategory Category, CostRecordKind Kind, PriceStatus Status, Currency Currency, Int128 Parts), (long Records, RollupSum Amount)> Sums { get; } = [];

    public void Add(CostRecord record)
    {
        (Int128 amount, Int128 parts) = record.Status == PriceStatus.Unpriced ? (0, 1) : RollupParts.Of(record.Amount.Numerator, record.Amount.Denominator);
        ref (long Records, RollupSum Amount) sum =
            ref CollectionsMarshal.GetValueRefOrAddDefault(Sums, (record.Use.Category, record.Kind, record.Status, record.Currency, parts), out _);
        sum = (sum.Records + 1, sum.Amount.Plus(RollupSum.Of(amount)));
    }
}
