namespace CodeGen.Runtime.Costs;

/// <summary>What a model costs, and has cost. Immutable; thread-safe.</summary>
public sealed class ModelPrice
{
    /// <summary>The model's id, 1 to 200 characters. Case does not matter.</summary>
    public required string Id { get; init; }

    /// <summary>Who serves it.</summary>
    /// <value>The default is <see langword="null"/>: the price holds whoever serves it, unless the list has one for that provider.</value>
    public string? Provider { get; init; }

    /// <summary>The currency of all its prices.</summary>
    /// <value>The default is USD.</value>
    public Currency Currency { get; init; } = Currency.Usd;

    /// <summary>Other names of the model.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The prices one after another; periods may not overlap. A time in none of them has no price in this list.</summary>
    public required IReadOnlyList<PricePeriod> Periods { get; init; }

    /// <summary>Factors for tiers, speeds and regions that have no card of their own. They do not concern fees.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<PriceMultiplier> Multipliers { get; init; } = [];

    /// <summary>Prices of other things than tokens.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<PriceFee> Fees { get; init; } = [];

    /// <summary>A model with one price for all times.</summary>
    /// <param name="id">The model's id.</param>
    /// <param name="input">The price of 1,000,000 tokens of the prompt.</param>
    /// <param name="output">The price of 1,000,000 tokens of the answer.</param>
    /// <param name="cacheRead">The price of 1,000,000 tokens read from the provider's cache.</param>
    /// <param name="currency">The currency.</param>
    /// <returns>The price. Zeros make a model that is free, which is something else than one without a price.</returns>
    public static ModelPrice Flat(string id, decimal input, decimal output, decimal? cacheRead = null, Currency? currency = null)
    {
        var rates = new Dictionary<TokenKind, decimal> { [TokenKind.Input] = input, [TokenKind.Output] = output };
        if (cacheRead is { } read)
        {
            rates.Add(TokenKind.CacheRead, read);
        }

        return new() { Id = id, Currency = currency ?? Currency.Usd, Periods = [new() { Cards = [new() { Rates = rates }] }] };
    }
}
