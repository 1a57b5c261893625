namespace CodeGen.Runtime.Costs;

/// <summary>Checks a row against the rules of FOCUS 1.2 that its type leaves open.</summary>
internal static class FocusRowCheck
{
    /// <exception cref="FocusRowException">The row breaks one.</exception>
    public static void Check(FocusRow row)
    {
        if (row.BillingAccount is null)
        {
            throw new FocusRowException("BillingAccountId", null, "it always has a value", "BillingAccountId-C-001-M");
        }

        if (FocusServices.CategoryOf(row.ServiceSubcategory) is null)
        {
            // Before the texts: the category, an earlier column, follows from it.
            throw new FocusRowException("ServiceSubcategory", row.ServiceSubcategory, "it is none of FOCUS' subcategories, such as 'Generative AI' or 'Virtual Machines'", "ServiceSubcategory-C-003-M");
        }

        FocusTextCheck.Check(row);
        CheckPeriods(row);
        FocusCostCheck.Check(row);
        CheckQuantities(row);
        CheckSku(row);
    }

    private static void CheckPeriods(FocusRow row)
    {
        Period(row.BillingPeriod, "BillingPeriodEnd", "BillingPeriodEnd-C-004-M");
        Period(row.ChargePeriod, "ChargePeriodEnd", "ChargePeriodEnd-C-004-M");
        if (row.IsCorrection && row.ChargePeriod.Start >= row.BillingPeriod.Start)
        {
            throw new FocusRowException(
                "ChargeClass",
                "Correction",
                $"it is for charges of an earlier billing period, and the charge period starts at {row.ChargePeriod.Start:O}, the billing period at {row.BillingPeriod.Start:O}; within its own billing period "
                + "a correction is a plain row",
                "ChargeClass-C-003-C");
        }

        if (row.ChargeCategory == FocusChargeCategory.Purchase && row.ChargeFrequency == FocusChargeFrequency.UsageBased)
        {
            throw new FocusRowException("ChargeFrequency", "Usage-Based", "a purchase comes once or recurs", "ChargeFrequency-C-004-C");
        }
    }

    private static void Period(FocusPeriod period, string column, string rule)
    {
        if (period.End <= period.Start)
        {
            throw new FocusRowException(column, null, "a period has a start and an end; make it with the constructor or with Month or Hour", rule);
        }
    }

    private static void CheckQuantities(FocusRow row)
    {
        bool usage = row.ChargeCategory == FocusChargeCategory.Usage;
        if (usage && row.Consumed is null)
        {
            // Of corrections too: the published check demands it there, and the text of the rule elsewhere.
            throw new FocusRowException("ConsumedQuantity", null, "usage has a consumed quantity; 0 where only a price is corrected", "ConsumedQuantity-C-006-C");
        }

        if (!usage && row.Consumed is { } consumed)
        {
            throw new FocusRowException("ConsumedQuantity", consumed.Amount, $"only usage consumes, and ChargeCategory is {row.ChargeCategory}", "ConsumedQuantity-C-004-C");
        }

        Unit(row.Consumed?.Unit, "ConsumedUnit", "ConsumedUnit-C-003-O");
        Unit(row.Pricing?.Unit, "PricingUnit", "PricingUnit-C-003-O");
    }

    private static void Unit(string? unit, string column, string rule)
    {
        if (unit is not null && !FocusUnits.IsUnit(unit))
        {
            throw new FocusRowException(column, unit, "units are written like 'Tokens', '1000000 Tokens', 'GPU-Hours', 'GB/Hour'", rule);
        }
    }

    private static void CheckSku(FocusRow row)
    {
        bool tax = row.ChargeCategory == FocusChargeCategory.Tax;
        if (tax && row.Sku is { } taxed)
        {
            throw new FocusRowException("SkuId", taxed.Id, "a tax has no SKU", "SkuId-C-004-C");
        }

        if (FocusCostCheck.NeedsPrice(row) && row.Sku is null)
        {
            throw new FocusRowException("SkuId", null, "usage and purchases have a SKU, except where they are corrections", "SkuId-C-005-C");
        }

        if (row.Sku is { } sku)
        {
            // Their columns may be null, but only without a SKU.
            _ = sku.Id ?? throw new FocusRowException("SkuId", null, "a SKU has an id", "SkuId-C-005-C");
            _ = sku.PriceId ?? throw new FocusRowException("SkuPriceId", null, "a SKU has a price id", "SkuPriceId-C-005-C");
            _ = sku.Meter ?? throw new FocusRowException("SkuMeter", null, "a SKU has a meter", "SkuMeter-C-005-C");
            foreach (string key in sku.Details?.Keys ?? [])
            {
                if (!key.StartsWith("x_", StringComparison.Ordinal) && !FocusTerms.NumericDetails.Contains(key) && !FocusTerms.TextDetails.Contains(key))
                {
                    throw new FocusRowException("SkuPriceDetails", key, "a key that FOCUS does not define begins with x_", "SkuPriceDetails-C-017-C");
                }
            }
        }

        Complete(row.SubAccount?.Id, row.SubAccount, "SubAccountId", "SubAccountName-C-004-C");
        Complete(row.SubAccount?.Name, row.SubAccount, "SubAccountName", "SubAccountName-C-005-C");
        Complete(row.SubAccount?.Type, row.SubAccount, "SubAccountType", "SubAccountType-C-005-C");
        Complete(row.Region?.Id, row.Region, "RegionId", "RegionName-C-004-C");
        Complete(row.Region?.Name, row.Region, "RegionName", "RegionName-C-005-C");
        Complete(row.Resource?.Id, row.Resource, "ResourceId", "ResourceType-C-004-C");
        Complete(row.Resource?.Type, row.Resource, "ResourceType", "ResourceType-C-005-C");
        Complete(row.Consumed?.Unit, row.Consumed, "ConsumedUnit", "ConsumedUnit-C-006-C");
        Complete(row.Pricing?.Unit, row.Pricing, "PricingUnit", "PricingUnit-C-006-C");
        Complete(row.Pricing is { } pricing ? FocusTerms.Of(pricing.Category) : null, row.Pricing, "PricingCategory", "PricingCategory-C-007-M");
    }

    /// <summary>Callers without nullable annotations may leave a part of a group null.</summary>
    private static void Complete(string? part, object? group, string column, string rule)
    {
        if (group is not null && part is null)
        {
            throw new FocusRowException(column, null, "it goes with the columns beside it: leave all of them out, or none", rule);
        }
    }
}
