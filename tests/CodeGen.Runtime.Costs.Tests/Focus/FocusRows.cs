using CsCheck;

namespace CodeGen.Runtime.Costs.Tests.Focus;

/// <summary>Rows to begin with, and random ones.</summary>
internal static class FocusRows
{
    public static readonly Currency Rupiah = Currency.Parse("IDR");

    public static FocusRow Usage { get; } = new()
    {
        BillingAccount = new("acct-7", "Host", "Organisation"),
        SubAccount = new("team-a", "Team A", "Team"),
        ProviderName = "Anthropic",
        PublisherName = "Anthropic",
        InvoiceIssuerName = "Anthropic",
        InvoiceId = "2026-03-0001",
        BillingPeriod = FocusPeriod.Month(2026, 3),
        ChargePeriod = FocusPeriod.Hour(new(2026, 3, 2, 5, 30, 0, TimeSpan.FromHours(2))),
        ChargeDescription = "Input tokens",
        ServiceName = "Claude API",
        ServiceSubcategory = "Generative AI",
        BilledCost = Money.Of(0.0024m, Currency.Usd),
        EffectiveCost = Money.Of(0.0024m, Currency.Usd),
        ListCost = Money.Of(0.0024m, Currency.Usd),
        ContractedCost = Money.Of(0.0024m, Currency.Usd),
        Consumed = new(2_400, "Tokens"),
        Pricing = new(0.0024m, "1000000 Tokens") { ListUnitPrice = 1, ContractedUnitPrice = 1 },
        Sku = new("haiku/input", "haiku/input/1", "Input Tokens"),
        Tags = new Dictionary<string, string?> { ["owner"] = "a \"b\", c", ["batchable"] = null },
    };

    public static FocusRow Unpriced { get; } = Usage with { Consumed = null, Pricing = null, Sku = null, ChargeFrequency = FocusChargeFrequency.OneTime };

    /// <summary>Any text that is one: all scripts, quotes, line breaks and commas, and never blank.</summary>
    public static Gen<string> Texts { get; } = Gen.OneOf(
            Gen.Char["abcXYZ 0"].Select(static c => $"{c}"), Gen.Char["\",;'\r\n\t=+-@{}\\"].Select(static c => $"{c}"), Gen.Char['\u00A1', '\uD7FF'].Select(static c => $"{c}"), Gen.Const("😀"))
        .Array[0, 20]
        .Select(static parts => string.Concat(parts) + "x");

    /// <summary>Amounts from one pico to what few hold, in two currencies, of either sign.</summary>
    public static Gen<Money> Amounts { get; } = Gen.Select(Gen.Long, Gen.OneOfConst(1L, 1_000L, 1_000_000_000L, long.MaxValue), Gen.Int[0, 62], Gen.Bool)
        .Select(static (picos, factor, shift, rupiah) => Money.FromPicos((Int128)(picos >> shift) * factor, rupiah ? Rupiah : Currency.Usd));

    /// <summary>Corrections of any amount, credits, and usage whose cost is price × quantity.</summary>
    public static Gen<FocusRow> Any { get; } = Gen.Select(Texts, Texts, Amounts, Gen.Int[0, 2], Gen.Long[-1_000_000_000_000, 1_000_000_000_000], Gen.Int[0, 6]).Select(static (text, other, amount, kind, tokens, scale) => kind switch
    {
        0 => Costs(Usage, amount) with
        {
            IsCorrection = true, ChargePeriod = FocusPeriod.Hour(new(2026, 2, 3, 4, 0, 0, TimeSpan.Zero)), Pricing = null, ChargeDescription = text, SubAccount = new(other, text, "Team"),
        },
        1 => Costs(Unpriced, amount) with { ChargeCategory = FocusChargeCategory.Credit, ChargeDescription = other, Tags = new Dictionary<string, string?> { [text] = other } },
        _ => Priced(Usage, tokens, 10_000_000m / (decimal)Math.Pow(10, scale), amount.Currency) with { ChargeDescription = text, Resource = new(other, text) },
    });

    public static FocusRow Priced(FocusRow row, long tokens, decimal price, Currency currency)
    {
        decimal millions = tokens / 1_000_000m;
        return Costs(row, Money.Of(millions * price, currency)) with
        {
            Consumed = new(tokens, "Tokens"),
            Pricing = new(millions, "1000000 Tokens") { ListUnitPrice = price, ContractedUnitPrice = price },
        };
    }

    public static FocusRow Costs(FocusRow row, Money cost) => row with { BilledCost = cost, EffectiveCost = cost, ListCost = cost, ContractedCost = cost };
}
