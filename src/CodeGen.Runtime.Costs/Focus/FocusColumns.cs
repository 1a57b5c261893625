using System.Collections.Frozen;

namespace CodeGen.Runtime.Costs;

/// <summary>The columns, in the order in which they are written: that of the alphabet, as FOCUS allows.</summary>
internal static class FocusColumns
{
    private static readonly FrozenSet<string> s_none = FrozenSet<string>.Empty;

    public static IReadOnlyList<FocusColumn> All { get; } =
    [
        FocusColumn.Amount("BilledCost", "BilledCost-C-003-M", static row => row.BilledCost),
        FocusColumn.Text("BillingAccountId", "BillingAccountId-C-001-M", static row => row.BillingAccount.Id),
        FocusColumn.Text("BillingAccountName", "BillingAccountName-C-003-C", static row => row.BillingAccount.Name),
        FocusColumn.Text("BillingAccountType", "BillingAccountType-C-005-C", static row => row.BillingAccount.Type),
        FocusColumn.Text("BillingCurrency", "BillingCurrency-C-004-M", static row => row.BilledCost.Currency.Code),
        FocusColumn.Instant("BillingPeriodEnd", "BillingPeriodEnd-C-003-M", static row => row.BillingPeriod.End),
        FocusColumn.Instant("BillingPeriodStart", "BillingPeriodStart-C-003-M", static row => row.BillingPeriod.Start),
        FocusColumn.Text("ChargeCategory", "ChargeCategory-C-002-M", static row => FocusTerms.Of(row.ChargeCategory)),
        FocusColumn.Text("ChargeClass", null, static row => row.IsCorrection ? "Correction" : null),
        FocusColumn.Text("ChargeDescription", "ChargeDescription-C-003-O", static row => row.ChargeDescription),
        FocusColumn.Text("ChargeFrequency", "ChargeFrequency-C-002-M", static row => FocusTerms.Of(row.ChargeFrequency)),
        FocusColumn.Instant("ChargePeriodEnd", "ChargePeriodEnd-C-003-M", static row => row.ChargePeriod.End),
        FocusColumn.Instant("ChargePeriodStart", "ChargePeriodStart-C-003-M", static row => row.ChargePeriod.Start),
        FocusColumn.Number("ConsumedQuantity", static row => row.Consumed?.Amount),
        FocusColumn.Text("ConsumedUnit", null, static row => row.Consumed?.Unit),
        FocusColumn.Amount("ContractedCost", "ContractedCost-C-003-M", static row => row.ContractedCost),
        FocusColumn.Number("ContractedUnitPrice", static row => row.Pricing?.ContractedUnitPrice),
        FocusColumn.Amount("EffectiveCost", "EffectiveCost-C-003-M", static row => row.EffectiveCost),
        FocusColumn.Text("InvoiceId", null, static row => row.InvoiceId),
        FocusColumn.Text("InvoiceIssuerName", "InvoiceIssuerName-C-003-M", static row => row.InvoiceIssuerName),
        FocusColumn.Amount("ListCost", "ListCost-C-003-M", static row => row.ListCost),
        FocusColumn.Number("ListUnitPrice", static row => row.Pricing?.ListUnitPrice),
        FocusColumn.Text("PricingCategory", null, static row => row.Pricing is { } pricing ? FocusTerms.Of(pricing.Category) : null),
        FocusColumn.Text("PricingCurrency", "PricingCurrency-C-004-M", static row => (row.PricingCurrency?.EffectiveCost ?? row.BilledCost).Currency.Code),
        FocusColumn.Number("PricingCurrencyContractedUnitPrice", static row => row.PricingCurrency is { } other ? other.ContractedUnitPrice : row.Pricing?.ContractedUnitPrice),
        FocusColumn.Amount("PricingCurrencyEffectiveCost", "PricingCurrencyEffectiveCost-C-003-M", static row => row.PricingCurrency?.EffectiveCost ?? row.EffectiveCost),
        FocusColumn.Number("PricingCurrencyListUnitPrice", static row => row.PricingCurrency is { } other ? other.ListUnitPrice : row.Pricing?.ListUnitPrice),
        FocusColumn.Number("PricingQuantity", static row => row.Pricing?.Quantity),
        FocusColumn.Text("PricingUnit", null, static row => row.Pricing?.Unit),
        FocusColumn.Text("ProviderName", "ProviderName-C-003-M", static row => row.ProviderName),
        FocusColumn.Text("PublisherName", "PublisherName-C-003-M", static row => row.PublisherName),
        FocusColumn.Text("RegionId", null, static row => row.Region?.Id),
        FocusColumn.Text("RegionName", null, static row => row.Region?.Name),
        FocusColumn.Text("ResourceId", null, static row => row.Resource?.Id),
        FocusColumn.Text("ResourceName", null, static row => row.Resource?.Name),
        FocusColumn.Text("ResourceType", null, static row => row.Resource?.Type),
        FocusColumn.Text("ServiceCategory", "ServiceCategory-C-002-M", static row => FocusServices.CategoryOf(row.ServiceSubcategory)),
        FocusColumn.Text("ServiceName", "ServiceName-C-003-M", static row => row.ServiceName),
        FocusColumn.Text("ServiceSubcategory", "ServiceSubcategory-C-002-M", static row => row.ServiceSubcategory),
        FocusColumn.Text("SkuId", null, static row => row.Sku?.Id),
        FocusColumn.Text("SkuMeter", null, static row => row.Sku?.Meter),
        FocusColumn.Object("SkuPriceDetails", static row => row.Sku?.Details!, FocusTerms.NumericDetails),
        FocusColumn.Text("SkuPriceId", null, static row => row.Sku?.PriceId),
        FocusColumn.Text("SubAccountId", null, static row => row.SubAccount?.Id),
        FocusColumn.Text("SubAccountName", null, static row => row.SubAccount?.Name),
        FocusColumn.Text("SubAccountType", null, static row => row.SubAccount?.Type),
        FocusColumn.Object("Tags", static row => row.Tags, s_none),
    ];
}
