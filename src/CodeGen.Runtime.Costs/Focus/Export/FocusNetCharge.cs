namespace CodeGen.Runtime.Costs;

/// <summary>A charge as it is invoiced: its lines with what was corrected of them within its billing period, and apart from them what somebody added or took off by hand.</summary>
internal sealed class FocusNetCharge
{
    private readonly Dictionary<(string Name, string Unit, Currency Currency), CostLine> _lines = [];

    private FocusNetCharge(CostRecord charge)
    {
        (Status, Version, Layer) = (charge.Status, charge.PriceVersion, charge.PriceLayer);
        Add(charge.Lines.Where(static line => line.Amount.Currency != Currency.None));
        Unpriced = charge.Status == PriceStatus.Unpriced;
    }

    /// <summary>Whether there is no amount yet.</summary>
    public bool Unpriced { get; private set; }

    public PriceStatus Status { get; private set; }

    public PriceVersion Version { get; private set; }

    public PriceLayer? Layer { get; private set; }

    /// <summary>Whether the lines are as the charge was priced first, so that its list price can be told.</summary>
    public bool IsAsCharged { get; private set; } = true;

    public IEnumerable<CostLine> Lines => _lines.Values.Where(static line => line.Quantity != default || !line.Amount.IsZero);

    public List<(CostRecord Correction, CostLine Line)> ByHand { get; } = [];

    public static FocusNetCharge Of(CostRecord charge, IReadOnlyList<CostRecord>? corrections)
    {
        var net = new FocusNetCharge(charge);
        foreach (CostRecord correction in corrections ?? [])
        {
            net.Correct(charge, correction);
        }

        return net;
    }

    private void Correct(CostRecord charge, CostRecord correction)
    {
        if (correction.AdjustmentKind == AdjustmentKind.Amount)
        {
            ByHand.AddRange(correction.Lines.Select(line => (correction, line)));
            return;
        }

        ByHand.AddRange(correction.Lines.Where(static line => line.Unit == CostLine.AdjustmentUnit).Select(line => (correction, line)));
        Add(correction.Lines.Where(static line => line.Unit != CostLine.AdjustmentUnit && line.Amount.Currency != Currency.None));
        IsAsCharged = false;
        if (correction.AdjustmentKind == AdjustmentKind.Repricing)
        {
            (Status, Version, Layer, Unpriced) = (correction.Status, correction.PriceVersion, correction.PriceLayer, false);
        }

        foreach ((var key, CostLine line) in _lines.ToArray())
        {
            _lines[key] = line with { Quantity = QuantityOf(line, charge, correction) };
        }
    }

    /// <summary>A price learnt later comes without quantities, so they are those of the charge. What comes to nothing in its currency any longer, because it was taken back or is priced in another one, counts none.</summary>
    private static CostQuantity QuantityOf(CostLine line, CostRecord charge, CostRecord correction)
    {
        if (line.Amount.IsZero && (correction.AdjustmentKind == AdjustmentKind.Reversal || line.Amount.Currency != correction.Currency))
        {
            return default;
        }

        return line.Quantity != default || line.Amount.IsZero
            ? line.Quantity
            : charge.Lines.FirstOrDefault(known => known.Name == line.Name && known.Unit == line.Unit).Quantity;
    }

    private void Add(IEnumerable<CostLine> lines)
    {
        foreach (CostLine line in lines)
        {
            var key = (line.Name, line.Unit, line.Amount.Currency);
            if (!_lines.TryGetValue(key, out CostLine known))
            {
                _lines[key] = line;
                continue;
            }

            var sum = new ExactTotals();
            sum.Add(known.Amount);
            sum.Add(line.Amount);
            CostQuantity quantity = CostQuantity.Of(
                checked((known.Quantity.Numerator * line.Quantity.Denominator) + (line.Quantity.Numerator * known.Quantity.Denominator)),
                checked(known.Quantity.Denominator * line.Quantity.Denominator));
            _lines[key] = line with { Quantity = quantity, Amount = sum.Exact(line.Amount.Currency) };
        }
    }
}
