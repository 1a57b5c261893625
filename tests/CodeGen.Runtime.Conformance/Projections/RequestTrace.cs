using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Projections;

/// <summary>Requests of a model with their tokens.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Requests">They, the earliest first.</param>
internal sealed record RequestTrace(string Name, IReadOnlyList<(DateTimeOffset Time, ModelUsage Usage)> Requests)
{
    /// <summary>So many times slower than it was: a minute of the trace is an hour of the ledger, the shortest step that costs are projected by.</summary>
    public const int Stretch = 60;

    /// <summary>How many whole minutes it has from its first request on.</summary>
    public int Minutes => (int)Math.Floor((Requests[^1].Time - First).TotalMinutes);

    private DateTimeOffset First => Requests[0].Time;

    /// <summary>Each request, slower, from an instant on.</summary>
    public IReadOnlyList<CostEvent> Costs(DateTimeOffset from) =>
    [
        .. Requests.Where(one => one.Time < First.AddMinutes(Minutes)).Select(one => new CostEvent(from + ((one.Time - First) * Stretch), 0, one.Usage)),
    ];

    /// <summary>What each of its minutes costs by the catalogue, in shares of their mean.</summary>
    /// <exception cref="UsageException">The catalogue has no such model.</exception>
    public double[] Bursts(string model)
    {
        var book = new PriceBook(new());
        double[] minutes = new double[Minutes];
        foreach ((DateTimeOffset time, ModelUsage usage) in Requests)
        {
            PricedUsage priced = book.Price(new ServedModel(model), usage, UnknownModelPolicy.Unpriced);
            int minute = (int)Math.Floor((time - First).TotalMinutes);
            if (!priced.IsPriced)
            {
                throw new UsageException($"The catalogue has no price of the model '{model}'. Give another by --model.");
            }

            if (minute < minutes.Length)
            {
                minutes[minute] += (double)priced.Amount.ToDecimal();
            }
        }

        double mean = minutes.Average();
        return [.. minutes.Select(minute => minute / mean)];
    }
}
