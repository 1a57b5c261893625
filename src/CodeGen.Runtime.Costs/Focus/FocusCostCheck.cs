namespace CodeGen.Runtime.Costs;

/// <summary>Checks costs, prices and their currencies.</summary>
internal static class FocusCostCheck
{
    /// <summary>Usage and purchases are priced; what corrects them need not be.</summary>
    public static bool NeedsPrice(FocusRow row) => row is { IsCorrection: false, ChargeCategory: FocusChargeCategory.Usage or FocusChargeCategory.Purchase };

    public static void Check(FocusRow row)
    {
        CheckCurrencies(row);
        CheckCosts(row);
        CheckPricing(row);
        CheckPricingCurrency(row);
    }

    private static void CheckCurrencies(FocusRow row)
    {
        Currency billing = row.BilledCost.Currency;
        if (!FocusCurrencies.IsNational(billing))
        {
            throw new FocusRowException("BillingCurrency", billing.Code, "it is a national currency of ISO 4217", "BillingCurrency-C-006-M");
        }

        Same(row.EffectiveCost, "EffectiveCost", "EffectiveCost-C-006-M");
        Same(row.ListCost, "ListCost", "ListCost-C-005-M");
        Same(row.ContractedCost, "ContractedCost", "ContractedCost-C-005-M");

        void Same(Money cost, string column, string rule)
        {
            if (cost.Currency != billing && cost != default)
            {
                throw new FocusRowException(column, cost, $"it is in the billing currency, {billing}", rule);
            }
        }
    }

    private static void CheckCosts(FocusRow row)
    {
        if (!row.BilledCost.IsZero && row.ProviderName != row.InvoiceIssuerName)
        {
            throw new FocusRowException(
                "BilledCost", row.BilledCost, $"it is 0 where InvoiceIssuerName '{row.InvoiceIssuerName}' is not ProviderName '{row.ProviderName}'", "BilledCost-C-005-C");
        }

        if (row.ChargeCategory == FocusChargeCategory.Purchase && !row.EffectiveCost.IsZero)
        {
            throw new FocusRowException("EffectiveCost", row.EffectiveCost, "it is 0 for a purchase", "EffectiveCost-C-005-C");
        }

        if (row.ChargeCategory != FocusChargeCategory.Credit)
        {
            return;
        }

        Billed(row.EffectiveCost, "EffectiveCost", "EffectiveCost-C-010-C");
        if (row.Pricing?.ListUnitPrice is null)
        {
            Billed(row.ListCost, "ListCost", "ListCost-C-008-C");
        }

        if (row.Pricing?.ContractedUnitPrice is null)
        {
            Billed(row.ContractedCost, "ContractedCost", "ContractedCost-C-008-C");
        }

        void Billed(Money cost, string column, string rule)
        {
            if (cost.Picos != row.BilledCost.Picos)
            {
                throw new FocusRowException(column, cost, $"that of a credit is its BilledCost, {row.BilledCost}", rule);
            }
        }
    }

    private static void CheckPricing(FocusRow row)
    {
        if (row.ChargeCategory == FocusChargeCategory.Tax && row.Pricing is { } taxed)
        {
            throw new FocusRowException("PricingQuantity", taxed.Quantity, "a tax is not priced", "PricingQuantity-C-004-C");
        }

        if (NeedsPrice(row) && row.Pricing is null)
        {
            throw new FocusRowException("PricingQuantity", null, "usage and purchases are priced, except where they are corrections", "PricingQuantity-C-005-C");
        }

        if (row.Pricing is { } pricing)
        {
            Price(row, pricing.ListUnitPrice, row.ListCost, "ListUnitPrice", "ListCost");
            Price(row, pricing.ContractedUnitPrice, row.ContractedCost, "ContractedUnitPrice", "ContractedCost");
        }
    }

    private static void Price(FocusRow row, decimal? price, Money cost, string column, string costColumn)
    {
        bool list = column == "ListUnitPrice";
        NotNegative(row, price, column, list ? "ListUnitPrice-C-005-C" : "ContractedUnitPrice-C-006-C", list ? "ListUnitPrice-C-008-M" : "ContractedUnitPrice-C-009-C");
        if (price is { } unit && !row.IsCorrection && !FocusNumbers.IsProduct(unit, row.Pricing!.Quantity, cost.Picos))
        {
            throw new FocusRowException(
                costColumn, cost, $"it is {column} × PricingQuantity, {unit} × {row.Pricing.Quantity}, to the pico", list ? "ListCost-C-009-C" : "ContractedUnitPrice-C-011-C");
        }
    }

    private static void NotNegative(FocusRow row, decimal? price, string column, string missing, string negative)
    {
        if (price is null && NeedsPrice(row))
        {
            throw new FocusRowException(column, null, "usage and purchases have a unit price, except where they are corrections", missing);
        }

        if (price < 0)
        {
            throw new FocusRowException(column, price, "a unit price is not negative; quantities are, where something is taken back", negative);
        }
    }

    private static void CheckPricingCurrency(FocusRow row)
    {
        if (row.PricingCurrency is not { } other)
        {
            return;
        }

        if (other.EffectiveCost.Currency == Currency.None)
        {
            throw new FocusRowException("PricingCurrency", "XXX", "it is the currency of the price list", "PricingCurrency-C-004-M");
        }

        if (row.ChargeCategory == FocusChargeCategory.Purchase && !other.EffectiveCost.IsZero)
        {
            throw new FocusRowException("PricingCurrencyEffectiveCost", other.EffectiveCost, "it is 0 for a purchase", "PricingCurrencyEffectiveCost-C-005-M");
        }

        if (row.ChargeCategory == FocusChargeCategory.Tax && (other.ListUnitPrice ?? other.ContractedUnitPrice) is { } price)
        {
            throw new FocusRowException("PricingCurrencyListUnitPrice", price, "a tax is not priced", "PricingCurrencyListUnitPrice-C-004-C");
        }

        NotNegative(row, other.ListUnitPrice, "PricingCurrencyListUnitPrice", "PricingCurrencyListUnitPrice-C-005-C", "PricingCurrencyListUnitPrice-C-008-M");
        NotNegative(
            row, other.ContractedUnitPrice, "PricingCurrencyContractedUnitPrice", "PricingCurrencyContractedUnitPrice-C-005-C", "PricingCurrencyContractedUnitPrice-C-008-C");
    }
}
