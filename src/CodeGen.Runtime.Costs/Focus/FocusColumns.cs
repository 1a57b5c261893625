using System.Collections.Frozen;

namespace CodeGen.Runtime.Costs;

/// <summary>The columns, in the order in which they are written: that of the alphabet, as FOCUS allows.</summary>
internal static class FocusColumns
{
    private static readonly FrozenSet<string> s_none = FrozenSet<string>.Empty;

    public static IReadOnlyList<FocusColumn> All { get; } =
    [
        new("BilledCost", "BilledCost-C-003-M", static (row, cells) => cells.Amount(row.BilledCost)),
        new("BillingAccountId", "BillingAccountId-C-001-M", static (row, cells) => cells.Text(row.BillingAccount.Id)),
        new("BillingAccountName", "BillingAccountName-C-003-C", static (row, cells) => cells.Text(row.BillingAccount.Name)),
        new("BillingAccountType", "BillingAccountType-C-005-C", static (row, cells) => cells.Text(row.BillingAccount.Type)),
        new("BillingCurrency", "BillingCurrency-C-004-M", static (row, cells) => cells.Text(row.BilledCost.Currency.Code)),
        new("BillingPeriodEnd", "BillingPeriodEnd-C-003-M", static (row, cells) => cells.Instant(row.BillingPeriod.End)),
        new("BillingPeriodStart", "BillingPeriodStart-C-003-M", static (row, cells) => cells.Instant(row.BillingPeriod.Start)),
        new("ChargeCategory", "ChargeCategory-C-002-M", static (row, cells) => cells.Text(FocusTerms.Of(row.ChargeCategory))),
        new("ChargeClass", null, static (row, cells) => cells.Text(row.IsCorrection ? "Correction" : null)),
        new("ChargeDescription", "ChargeDescription-C-003-O", static (row, cells) => cells.Text(row.ChargeDescription)),
        new("ChargeFrequency", "ChargeFrequency-C-002-M", static (row, cells) => cells.Text(FocusTerms.Of(row.ChargeFrequency))),
        new("ChargePeriodEnd", "ChargePeriodEnd-C-003-M", static (row, cells) => cells.Instant(row.ChargePeriod.End)),
        new("ChargePeriodStart", "ChargePeriodStart-C-003-M", static (row, cells) => cells.Instant(row.ChargePeriod.Start)),
        new("ConsumedQuantity", null, static (row, cells) => cells.Number(row.Consumed?.Amount)),
        new("ConsumedUnit", null, static (row, cells) => cells.Text(row.Consumed?.Unit)),
        new("ContractedCost", "ContractedCost-C-003-M", static (row, cells) => cells.Amount(row.ContractedCost)),
        new("ContractedUnitPrice", null, static (row, cells) => cells.Number(row.Pricing?.ContractedUnitPrice)),
        new("EffectiveCost", "EffectiveCost-C-003-M", static (row, cells) => cells.Amount(row.EffectiveCost)),
        new("InvoiceId", null, static (row, cells) => cells.Text(row.InvoiceId)),
        new("InvoiceIssuerName", "InvoiceIssuerName-C-003-M", static (row, cells) => cells.Text(row.InvoiceIssuerName)),
        new("ListCost", "ListCost-C-003-M", static (row, cells) => cells.Amount(row.ListCost)),
        new("ListUnitPrice", null, static (row, cells) => cells.Number(row.Pricing?.ListUnitPrice)),
        new("PricingCategory", null, static (row, cells) => cells.Text(row.Pricing is { } pricing ? FocusTerms.Of(pricing.Category) : null)),
        new("PricingCurrency", "PricingCurrency-C-004-M", static (row, cells) => cells.Text((row.PricingCurrency?.EffectiveCost ?? row.BilledCost).Currency.Code)),
        new("PricingCurrencyContractedUnitPrice", null, static (row, cells) =>
            cells.Number(row.PricingCurrency is { } other ? other.ContractedUnitPrice : row.Pricing?.ContractedUnitPrice)),
        new("PricingCurrencyEffectiveCost", "PricingCurrencyEffectiveCost-C-003-M", static (row, cells) => cells.Amount(row.PricingCurrency?.EffectiveCost ?? row.EffectiveCost)),
        new("PricingCurrencyListUnitPrice", null, static (row, cells) => cells.Number(row.PricingCurrency is { } other ? other.ListUnitPrice : row.Pricing?.ListUnitPrice)),
        new("PricingQuantity", null, static (row, cells) => cells.Number(row.Pricing?.Quantity)),
        new("PricingUnit", null, static (row, cells) => cells.Text(row.Pricing?.Unit)),
        new("ProviderName", "ProviderName-C-003-M", static (row, cells) => cells.Text(row.ProviderName)),
        new("PublisherName", "PublisherName-C-003-M", static (row, cells) => cells.Text(row.PublisherName)),
        new("RegionId", null, static (row, cells) => cells.Text(row.Region?.Id)),
        new("RegionName", null, static (row, cells) => cells.Text(row.Region?.Name)),
        new("ResourceId", null, static (row, cells) => cells.Text(row.Resource?.Id)),
        new("ResourceName", null, static (row, cells) => cells.Text(row.Resource?.Name)),
        new("ResourceType", null, static (row, cells) => cells.Text(row.Resource?.Type)),
        new("ServiceCategory", "ServiceCategory-C-002-M", static (row, cells) => cells.Text(FocusServices.CategoryOf(row.ServiceSubcategory))),
        new("ServiceName", "ServiceName-C-003-M", static (row, cells) => cells.Text(row.ServiceName)),
        new("ServiceSubcategory", "ServiceSubcategory-C-002-M", static (row, cells) => cells.Text(row.ServiceSubcategory)),
        new("SkuId", null, static (row, cells) => cells.Text(row.Sku?.Id)),
        new("SkuMeter", null, static (row, cells) => cells.Text(row.Sku?.Meter)),
        new("SkuPriceDetails", null, static (row, cells) => cells.Object(row.Sku?.Details!, FocusTerms.NumericDetails)),
        new("SkuPriceId", null, static (row, cells) => cells.Text(row.Sku?.PriceId)),
        new("SubAccountId", null, static (row, cells) => cells.Text(row.SubAccount?.Id)),
        new("SubAccountName", null, static (row, cells) => cells.Text(row.SubAccount?.Name)),
        new("SubAccountType", null, static (row, cells) => cells.Text(row.SubAccount?.Type)),
        new("Tags", null, static (row, cells) => cells.Object(row.Tags, s_none)),
    ];
}
