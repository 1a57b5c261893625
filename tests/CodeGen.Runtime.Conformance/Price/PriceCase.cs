using System.Globalization;
using System.Text.Json;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Price;

/// <summary>One request of a case file: what was used, under which options, and what it costs.</summary>
/// <param name="Json">The case as the file has it.</param>
/// <param name="Number">Its place in the file, for one without an id.</param>
internal sealed record PriceCase(JsonElement Json, int Number)
{
    private const string Error = "ERROR";

    /// <summary>Cases that name no time are of the day before the catalogue's snapshot, as the case files state.</summary>
    private static readonly DateTimeOffset s_usual = new(2026, 8, 20, 0, 0, 0, TimeSpan.Zero);

    public string Id => Json.TryGetProperty("id", out JsonElement id) ? id.ToString() : $"case {Number}";

    public string Expected => Json.TryGetProperty("expected_usd", out JsonElement expected) ? expected.ToString() : "(no expected_usd)";

    private string? Model => Text("model");

    public static IEnumerable<PriceCase> Read(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement root = document.RootElement.Clone();
        JsonElement cases = root.ValueKind == JsonValueKind.Array ? root : root.GetProperty("cases");
        return [.. cases.EnumerateArray().Select(static (json, i) => new PriceCase(json, i + 1))];
    }

    /// <summary>Prices it by the public API.</summary>
    /// <returns>What came out.</returns>
    public string Run(PriceBook catalogue, out bool holds)
    {
        try
        {
            ExactTotals total = Price(catalogue);
            ExactMoney exact = total.Exact(Currency.Usd);
            bool others = total.Totals.Any(static sum => sum.Currency != Currency.Usd);
            int? decimals = Option("roundTo") is { } roundTo ? roundTo.GetInt32() : null;
            holds = !others && decimal.TryParse(Expected, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal expected)
                && (decimals is { } places ? exact.ToDecimal(places) == expected : exact == ExactMoney.Of(expected, Currency.Usd));
            return decimals is { } round ? exact.ToDecimal(round).ToString(CultureInfo.InvariantCulture) : exact.ToString();
        }
        catch (Exception e) when (e is ImpossibleUsageException or UnknownPriceException or PriceListException or ArgumentException or OverflowException or FormatException)
        {
            holds = Expected == Error;
            return $"{Error}: {e.Message}";
        }
    }

    private ExactTotals Price(PriceBook catalogue)
    {
        (ModelUsage usage, Dictionary<string, decimal> other) = CaseUsage.Read(Json.GetProperty("usage"));
        ServedModel served = new(Model ?? "")
        {
            Provider = Text("provider"),
            Tier = Option("tier")?.GetString(),
            Speed = Option("speed")?.GetString(),
            Geo = Option("geo")?.GetString(),
            At = Option("at") is { } at ? DateTimeOffset.Parse(at.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : s_usual,
        };
        (PriceBook stated, IReadOnlyList<PriceFee> fees, bool hasCards) = CasePrices.Read(Json, served);
        PriceBook tokens = hasCards ? stated : catalogue;
        long calls = Option("calls") is { } times ? times.GetInt64() : 1;
        var total = new ExactTotals();
        var amounts = new List<ExactMoney>();
        if (usage != default || other.Count == 0)
        {
            ExactMoney amount = tokens.Price(served, usage).Exact;
            amounts.Add(hasCards || Option("multiplier") is not { } multiplier ? amount : Times(amount, decimal.Parse(multiplier.ToString(), CultureInfo.InvariantCulture)));
        }

        foreach ((string name, decimal quantity) in other)
        {
            PriceFee? fee = CaseFees.Match(name, other.Count == 1 || fees.Count == 1, fees);
            (string measured, MeterQuantity amount) = CaseFees.Quantity(name, quantity);
            amounts.Add(fee is not null ? stated.PriceFee(served, fee.Name, amount).Exact : catalogue.PriceFee(served, measured, amount).Exact);
        }

        // Each call is priced on its own: all are alike here, so one price many times is the same.
        foreach (ExactMoney amount in amounts)
        {
            total.Add(amount * calls);
        }

        return total;
    }

    /// <summary>A factor on a published price, of which nobody made a card.</summary>
    private static ExactMoney Times(ExactMoney amount, decimal factor)
    {
        ExactMoney exact = ExactMoney.Of(factor, amount.Currency);
        return ExactMoney.FromPicos(checked(amount.Numerator * exact.Numerator), checked(amount.Denominator * exact.Denominator * Money.PicosPerUnit), amount.Currency);
    }

    private string? Text(string name) => Json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private JsonElement? Option(string name) =>
        Json.TryGetProperty("options", out JsonElement options) && options.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
