namespace CodeGen.Runtime.Costs;

/// <summary>A promise as its file has it: amounts are exact decimals with their currency.</summary>
internal sealed record StoredPromise(string Id, string Title, DateTimeOffset Since, decimal Share, decimal PerMonth, string Currency, CallChange? Change, PromiseMeasure? Measure, decimal? UnitCost)
{
    public static StoredPromise Of(Promise promise) => new(
        promise.Id, promise.Title, promise.Since, promise.Share, promise.PerMonth.ToDecimal(), promise.PerMonth.Currency.ToString(), promise.Change, promise.Measure, promise.UnitCost);

    public Promise ToPromise() => new()
    {
        Id = Id ?? throw new FormatException("A promise has no id."),
        Title = Title ?? Id,
        Since = Since,
        Share = Share,
        PerMonth = Money.Of(PerMonth, Costs.Currency.Parse(Currency)),
        Change = Change,
        Measure = Measure,
        UnitCost = UnitCost,
    };
}
