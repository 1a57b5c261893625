namespace CodeGen.Runtime.Costs;

/// <summary>A charge with what was corrected of it since: line by line and currency by currency. Not thread-safe.</summary>
internal sealed class CorrectedCharge
{
    private readonly Dictionary<(string Name, string Unit, Currency Currency), CostLine> _lines = [];
    private readonly List<(string Name, string Unit, Currency Currency)> _order = [];

    public CorrectedCharge(CostRecord charge) => Add(charge.Lines);

    /// <summary>Whether it was taken back.</summary>
    public bool IsReversed { get; private set; }

    public void Apply(CostRecord correction)
    {
        IsReversed |= correction.AdjustmentKind == AdjustmentKind.Reversal;
        Add(correction.Lines);
    }

    /// <summary>What takes back all that is left, by currency; nothing where nothing is left.</summary>
    public IEnumerable<(Currency Currency, CostLine[] Lines)> Reversal() => ByCurrency(_order.Select(key => _lines[key].Negated()));

    /// <summary>What makes the charge one of another price, by currency. What somebody adjusted by hand stays; quantities do not change.</summary>
    public IEnumerable<(Currency Currency, CostLine[] Lines)> DifferenceTo(PricedAgain price)
    {
        var differences = new List<CostLine>();
        foreach (CostLine line in price.Lines)
        {
            ExactMoney before = _lines.TryGetValue((line.Name, line.Unit, price.Currency), out CostLine known) ? known.Amount : default;
            differences.Add(line with { Quantity = default, Amount = Less(line.Amount, before) });
        }

        // What the other price has no line for, because it is in another currency or by another unit.
        foreach ((string name, string unit, Currency currency) in _order)
        {
            if (unit != CostLine.AdjustmentUnit && !(currency == price.Currency && price.Lines.Any(line => line.Name == name && line.Unit == unit)))
            {
                differences.Add(_lines[(name, unit, currency)].Negated() with { Quantity = default });
            }
        }

        return ByCurrency(differences);
    }

    private static ExactMoney Less(ExactMoney amount, ExactMoney before)
    {
        if (before.IsZero)
        {
            return amount;
        }

        var sum = new ExactTotals();
        sum.Add(amount);
        sum.Add(ExactMoney.FromPicos(-before.Numerator, before.Denominator, before.Currency));
        return sum.Exact(before.Currency);
    }

    private static IEnumerable<(Currency Currency, CostLine[] Lines)> ByCurrency(IEnumerable<CostLine> lines) =>
        lines.Where(static line => !line.Amount.IsZero || line.Quantity != default)
            .GroupBy(static line => line.Amount.Currency)
            .Select(static group => (group.Key, group.ToArray()));

    private void Add(IReadOnlyList<CostLine> lines)
    {
        foreach (CostLine line in lines)
        {
            // An unpriced charge has amounts that mean nothing, in no currency: its corrections bring the first ones.
            var key = (line.Name, line.Unit, line.Amount.Currency);
            if (!_lines.TryGetValue(key, out CostLine known))
            {
                _order.Add(key);
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
