namespace CodeGen.Runtime.Costs;

/// <summary>Cuts a model's time where its cards or fees change.</summary>
internal static class SliceCompiler
{
    public static PriceSlice[] Compile(ModelPrice model, CompiledModel compiled, ListPlace place)
    {
        (long From, long To, CardGroup[] Groups)[] periods =
        [
            .. model.Periods.Select((period, i) =>
            {
                ListPlace at = place.Of("prices", i);
                (long from, long to) = at.Span(period.From, period.To);
                return (From: from, To: to, Groups: CardCompiler.Compile(period, compiled, at));
            }),
        ];
        Disjoint(periods, place);
        (long From, long To, MeterRate Rate)[] fees = [.. model.Fees.Select((fee, i) => Fee(fee, compiled, place.Of("fees")))];
        for (int i = 0; i < fees.Length; i++)
        {
            if (Array.FindIndex(fees, 0, i, other => SameName(other.Rate, fees[i].Rate) && other.From < fees[i].To && fees[i].From < other.To) >= 0)
            {
                throw place.Of("fees").Of(fees[i].Rate.Name).Wrong(null, "the fee has two prices at one time. End one where the other begins.");
            }
        }

        var slices = new List<PriceSlice>();
        foreach (var period in periods.OrderBy(static period => period.From))
        {
            long[] cuts =
            [
                .. fees.SelectMany(static fee => new[] { fee.From, fee.To }).Where(cut => cut > period.From && cut < period.To)
                    .Append(period.From).Append(period.To).Distinct().Order(),
            ];
            for (int i = 1; i < cuts.Length; i++)
            {
                long from = cuts[i - 1];
                MeterRate[] valid = [.. fees.Where(fee => fee.From <= from && from < fee.To).Select(static fee => fee.Rate).OrderBy(static rate => rate.Name, StringComparer.OrdinalIgnoreCase)];
                slices.Add(new(compiled, from, cuts[i], period.Groups, valid));
            }
        }

        return [.. slices];
    }

    private static void Disjoint((long From, long To, CardGroup[] Groups)[] periods, ListPlace place)
    {
        for (int i = 0; i < periods.Length; i++)
        {
            if (Array.FindIndex(periods, 0, i, other => other.From < periods[i].To && periods[i].From < other.To) is >= 0 and int twin)
            {
                throw place.Of("prices", i).Wrong(null, $"it overlaps with prices[{twin}]. End one ('to' is exclusive) where the other begins.");
            }
        }
    }

    private static (long From, long To, MeterRate Rate) Fee(PriceFee fee, CompiledModel model, ListPlace fees)
    {
        ListPlace place = fees.Of(fees.Name(fee.Name));
        (long from, long to) = place.Span(fee.From, fee.To);
        return (from, to, new(fee.Name, place.Of("unit").Name(fee.Unit), place.Per(fee.Per), model.Currency, model.Layer, [(null, place.Of("price").Price(fee.Price))]));
    }

    private static bool SameName(MeterRate left, MeterRate right) => left.Name.Equals(right.Name, StringComparison.OrdinalIgnoreCase);
}
