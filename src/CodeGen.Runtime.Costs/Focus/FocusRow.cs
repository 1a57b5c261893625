namespace CodeGen.Runtime.Costs;

/// <summary>
/// A row of a FOCUS 1.2 dataset: what one meter of one SKU cost in one hour. It knows nothing of file formats. Immutable, so long as nobody changes the dictionaries put into it; thread-safe.
/// </summary>
/// <remarks>
/// Each property names the columns that are written from it. FinOps Open Cost and Usage Specification 1.2, https://focus.finops.org. A row is checked when it is written, see
/// <see cref="FocusRowException"/>.
/// </remarks>
public sealed record FocusRow
{
    /// <summary>Who is invoiced: <c>BillingAccountId</c>, <c>BillingAccountName</c>, <c>BillingAccountType</c>.</summary>
    public required FocusAccount BillingAccount { get; init; }

    /// <summary>For whom the charge arose within the billing account, such as a team or a project, or null: <c>SubAccountId</c>, <c>SubAccountName</c>, <c>SubAccountType</c>.</summary>
    public FocusAccount? SubAccount { get; init; }

    /// <summary>Who makes the service available: <c>ProviderName</c>.</summary>
    public required string ProviderName { get; init; }

    /// <summary>Who made it: <c>PublisherName</c>. For a model on a cloud's platform the maker of the model.</summary>
    public required string PublisherName { get; init; }

    /// <summary>Who sends the invoice: <c>InvoiceIssuerName</c>. Where it is not the provider, FOCUS demands a <see cref="BilledCost"/> of 0.</summary>
    public required string InvoiceIssuerName { get; init; }

    /// <summary>The invoice, or null while there is none: <c>InvoiceId</c>.</summary>
    public string? InvoiceId { get; init; }

    /// <summary>The invoiced span, a calendar month as a rule: <c>BillingPeriodStart</c>, <c>BillingPeriodEnd</c>.</summary>
    public required FocusPeriod BillingPeriod { get; init; }

    /// <summary>When what is charged took place, an hour as a rule: <c>ChargePeriodStart</c>, <c>ChargePeriodEnd</c>.</summary>
    public required FocusPeriod ChargePeriod { get; init; }

    /// <summary>What kind of charge it is: <c>ChargeCategory</c>.</summary>
    /// <value>Default: <see cref="FocusChargeCategory.Usage"/>.</value>
    public FocusChargeCategory ChargeCategory { get; init; }

    /// <summary>How often it comes: <c>ChargeFrequency</c>.</summary>
    /// <value>Default: <see cref="FocusChargeFrequency.UsageBased"/>.</value>
    public FocusChargeFrequency ChargeFrequency { get; init; }

    /// <summary>
    /// Whether it corrects a billing period that was invoiced before: <c>ChargeClass</c> is <c>Correction</c> then, the charge period is the old one and the billing period the one that it is invoiced
    /// in. A correction within its billing period is a plain row.
    /// </summary>
    public bool IsCorrection { get; init; }

    /// <summary>In a sentence, for people: <c>ChargeDescription</c>.</summary>
    public required string ChargeDescription { get; init; }

    /// <summary>Which service: <c>ServiceName</c>. In one file a name has one <see cref="ServiceSubcategory"/>.</summary>
    public required string ServiceName { get; init; }

    /// <summary>What kind of service, one of FOCUS' own subcategories, such as <c>Generative AI</c>: <c>ServiceSubcategory</c>. <c>ServiceCategory</c> follows from it.</summary>
    public required string ServiceSubcategory { get; init; }

    /// <summary>What is invoiced, in the billing currency: <c>BilledCost</c>, <c>BillingCurrency</c>.</summary>
    public required Money BilledCost { get; init; }

    /// <summary>The cost after all discounts, with what was paid up front spread over its use: <c>EffectiveCost</c>. 0 for a purchase.</summary>
    public required Money EffectiveCost { get; init; }

    /// <summary>What it would cost at published prices: <c>ListCost</c>.</summary>
    public required Money ListCost { get; init; }

    /// <summary>What it costs at agreed prices: <c>ContractedCost</c>.</summary>
    public required Money ContractedCost { get; init; }

    /// <summary>What was consumed: <c>ConsumedQuantity</c>, <c>ConsumedUnit</c>. Of usage, and of nothing else.</summary>
    public FocusQuantity? Consumed { get; init; }

    /// <summary>By what it was priced: <c>PricingQuantity</c>, <c>PricingUnit</c>, <c>PricingCategory</c>, <c>ListUnitPrice</c>, <c>ContractedUnitPrice</c>. Null for a tax.</summary>
    public FocusPricing? Pricing { get; init; }

    /// <summary>Prices in the price list's currency; null where that is the billing currency. The columns <c>PricingCurrency…</c> are filled either way.</summary>
    public FocusPricingCurrency? PricingCurrency { get; init; }

    /// <summary>What was sold: <c>SkuId</c>, <c>SkuPriceId</c>, <c>SkuMeter</c>, <c>SkuPriceDetails</c>. Null for a tax.</summary>
    public FocusSku? Sku { get; init; }

    /// <summary>What incurred it, or null: <c>ResourceId</c>, <c>ResourceType</c>, <c>ResourceName</c>.</summary>
    public FocusResource? Resource { get; init; }

    /// <summary>Where, or null: <c>RegionId</c>, <c>RegionName</c>.</summary>
    public FocusRegion? Region { get; init; }

    /// <summary>Tags, or null: <c>Tags</c>, a JSON object with its keys in ordinal order. A tag without a value, null here, becomes <c>true</c>.</summary>
    public IReadOnlyDictionary<string, string?>? Tags { get; init; }
}
