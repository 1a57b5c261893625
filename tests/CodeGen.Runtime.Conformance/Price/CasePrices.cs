using System.Text;
using System.Text.Json;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Price;

/// <summary>The prices that a case brings along, as a price file of its own would state them.</summary>
internal static class CasePrices
{
    public static (PriceBook Book, IReadOnlyList<PriceFee> Fees, bool HasCards) Read(JsonElement one, ServedModel served)
    {
        bool hasOptions = one.TryGetProperty("options", out JsonElement options);
        IReadOnlyList<PriceFee> fees = hasOptions && options.TryGetProperty("fees", out JsonElement stated) ? [.. stated.EnumerateObject().Select(CaseFees.Read)] : [];
        IReadOnlyList<PriceCard> cards = [];
        if (hasOptions && options.TryGetProperty("cards", out JsonElement list))
        {
            cards = Cards(list.GetRawText());
        }
        else if (one.TryGetProperty("rates", out JsonElement rates) && rates.ValueKind == JsonValueKind.Object)
        {
            cards = Cards($$"""[{"when":{},"rates":{{rates.GetRawText()}}}]""");
        }

        decimal factor = hasOptions && options.TryGetProperty("multiplier", out JsonElement multiplier)
            ? decimal.Parse(multiplier.ToString(), System.Globalization.CultureInfo.InvariantCulture)
            : 1;
        var model = new ModelPrice
        {
            Id = served.Model.Length == 0 ? "unnamed" : served.Model,
            Periods = [new() { Cards = cards.Count == 0 ? [new() { Rates = new Dictionary<TokenKind, decimal>() }] : cards }],
            Multipliers = hasOptions && options.TryGetProperty("multipliers", out JsonElement multipliers)
                ? Parse("\"prices\":[],\"multipliers\":" + multipliers.GetRawText()).Multipliers
                : factor == 1 ? [] : [new() { Factor = factor }],
            Fees = fees,
        };
        var book = new PriceBook(new() { Host = new() { Source = "the case", Models = [model] }, UseCatalogue = false, UnknownModels = UnknownModelPolicy.Reject });
        return (book, fees, cards.Count > 0);
    }

    private static IReadOnlyList<PriceCard> Cards(string json) => Parse("\"prices\":[{\"cards\":" + json + "}]").Periods[0].Cards;

    private static ModelPrice Parse(string model) => PriceList.Parse(Encoding.UTF8.GetBytes($$"""{"models":[{"id":"case",{{model}}}]}"""), "the case").Models[0];
}
