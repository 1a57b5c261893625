using System.Text;
using CodeGen.Runtime.Conformance.Focus;

namespace CodeGen.Runtime.Conformance.Tests.Focus;

/// <summary>A file of one row that breaks no rule, written by hand, and the same with some cells changed.</summary>
internal static class SmallFile
{
    private static readonly (string Column, string? Value)[] s_row =
    [
        ("BilledCost", "0.9"), ("BillingAccountId", "acct-7"), ("BillingAccountName", "Host"), ("BillingAccountType", "Organisation"), ("BillingCurrency", "USD"),
        ("BillingPeriodEnd", "2026-04-01T00:00:00Z"), ("BillingPeriodStart", "2026-03-01T00:00:00Z"), ("ChargeCategory", "Usage"), ("ChargeClass", null), ("ChargeDescription", "Input"),
        ("ChargeFrequency", "Usage-Based"), ("ChargePeriodEnd", "2026-03-02T01:00:00Z"), ("ChargePeriodStart", "2026-03-02T00:00:00Z"), ("ConsumedQuantity", "1000000"), ("ConsumedUnit", "Tokens"),
        ("ContractedCost", "0.9"), ("ContractedUnitPrice", "0.9"), ("EffectiveCost", "0.9"), ("InvoiceId", null), ("InvoiceIssuerName", "Anthropic"), ("ListCost", "1"), ("ListUnitPrice", "1"),
        ("PricingCategory", "Standard"), ("PricingCurrency", "USD"), ("PricingCurrencyContractedUnitPrice", "0.9"), ("PricingCurrencyEffectiveCost", "0.9"), ("PricingCurrencyListUnitPrice", "1"),
        ("PricingQuantity", "1"), ("PricingUnit", "1000000 Tokens"), ("ProviderName", "Anthropic"), ("PublisherName", "Anthropic"), ("RegionId", null), ("RegionName", null), ("ResourceId", null),
        ("ResourceName", null), ("ResourceType", null), ("ServiceCategory", "AI and Machine Learning"), ("ServiceName", "Claude API"), ("ServiceSubcategory", "Generative AI"), ("SkuId", "haiku/input"),
        ("SkuMeter", "Input"), ("SkuPriceDetails", null), ("SkuPriceId", "haiku/input/1"), ("SubAccountId", "team-a"), ("SubAccountName", "Team A"), ("SubAccountType", "Team"),
        ("Tags", "{\"a\":\"b\"}"),
    ];

    /// <summary>Rows with cells changed as <c>Column=value; Column=value</c>, an empty value being null; a row for each text. <c>-Column</c> leaves a column out.</summary>
    public static FocusCsv With(params string[] rows) => Read(Encoding.UTF8.GetBytes(Text(rows)));

    public static FocusCsv Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return FocusCsv.Read(stream);
    }

    public static string Text(params string[] rows)
    {
        HashSet<string> without = [.. rows.SelectMany(static row => row.Split("; ")).Where(static change => change.StartsWith('-')).Select(static change => change[1..])];
        (string Column, string? Value)[] cells = [.. s_row.Where(cell => !without.Contains(cell.Column))];
        var text = new StringBuilder(string.Join(',', cells.Select(static cell => cell.Column)));
        foreach (string row in rows)
        {
            Dictionary<string, string> changes = row.Split("; ").Where(static change => change.Contains('=')).Select(static change => change.Split('=', 2)).ToDictionary(static c => c[0], static c => c[1]);
            text.Append("\r\n").AppendJoin(',', cells.Select(cell => changes.TryGetValue(cell.Column, out string? changed) ? Cell(changed) : Cell(cell.Value ?? "")));
        }

        return text.Append("\r\n").ToString();
    }

    private static string Cell(string value) => value is "\"\"" || value.AsSpan().IndexOfAny(",\"\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"")}\"";
}
