using System.Text;

namespace CodeGen.Runtime.Costs;

/// <summary>Makes rows of sums.</summary>
internal sealed class FocusRowMaker(FocusExportOptions options, FocusPeriod billing)
{
    /// <summary>What stands before the keys of tags that are no free tags.</summary>
    private const string TagPrefix = "cost/";

    public FocusRow Of(in FocusRowKey key, FocusRowSum sum)
    {
        ExactMoney exact = sum.Cost.Exact(key.Currency);
        Money cost = exact.Round();
        bool isUsage = key.Kind is FocusRowKind.Usage or FocusRowKind.Correction;
        ExactMoney listExact = key.Kind == FocusRowKind.Usage ? sum.List(key.Currency) : exact;
        string provider = key.Provider ?? options.HostProvider;
        (string service, string subcategory) = FocusServiceNames.Of(key.Category, provider);
        FocusRow row = Costs(provider, cost) with
        {
            SubAccount = SubAccount(key.Attribution),
            IsCorrection = key.Kind is FocusRowKind.Correction or FocusRowKind.ByHandLater,
            ChargePeriod = FocusPeriod.Hour(DateTimeOffset.FromUnixTimeSeconds(key.Hour)),
            ChargeCategory = isUsage ? FocusChargeCategory.Usage : cost.IsNegative ? FocusChargeCategory.Credit : FocusChargeCategory.Adjustment,
            ChargeFrequency = isUsage ? FocusChargeFrequency.UsageBased : FocusChargeFrequency.OneTime,
            ChargeDescription = Description(key),
            ServiceName = service,
            ServiceSubcategory = subcategory,
            ListCost = listExact.Round(),
            Sku = isUsage ? Sku(key) : null,
            Resource = key.Attribution.Resource is { } resource ? new FocusResource(resource, FocusServiceNames.ResourceType(key.Category)) : null,
            Region = key.Geo is { } geo ? new FocusRegion(geo, geo) : null,
            Tags = Tags(key.Attribution),
        };
        return isUsage ? Quantities(row, key, sum, exact, listExact) : row;
    }

    /// <summary>What is left of fractions of picos when each row is rounded by itself: a row of its own, so that the rows come to the ledger's sum.</summary>
    public FocusRow Rounding(Money rest) => Costs(options.HostProvider, rest) with
    {
        ChargeCategory = FocusChargeCategory.Adjustment,
        ChargeFrequency = FocusChargeFrequency.OneTime,
        ChargeDescription = "Fractions of a pico that the rounding of rows left over",
        ServiceName = $"{options.HostProvider} cost metering",
        ServiceSubcategory = "Cost Management",
    };

    private static FocusRow Quantities(FocusRow row, in FocusRowKey key, FocusRowSum sum, ExactMoney exact, ExactMoney list)
    {
        bool isTokens = key.Unit == CostLine.TokenUnit;
        bool isTime = !isTokens && key.Unit is "second" or "minute" or "hour";
        string unit = FocusUnitNames.Of(key.Unit);
        (System.Numerics.BigInteger numerator, System.Numerics.BigInteger denominator) = isTime ? sum.Used : sum.Quantity;
        row = row with { Consumed = new FocusQuantity(FocusPricings.ToDecimal(numerator, denominator), isTime ? FocusUnitNames.Seconds : unit) };
        return key.Kind == FocusRowKind.Correction
            ? row
            : row with
            {
                Pricing = FocusPricings.Of(
                    sum.Quantity.Numerator, sum.Quantity.Denominator * (isTokens ? 1_000_000 : 1), isTokens ? FocusUnitNames.MillionTokens : unit, exact, list),
            };
    }

    private FocusRow Costs(string provider, Money cost) => new()
    {
        BillingAccount = options.BillingAccount,
        ProviderName = provider,
        PublisherName = provider,
        InvoiceIssuerName = provider,
        InvoiceId = options.InvoiceId,
        BillingPeriod = billing,
        ChargePeriod = billing,
        ChargeDescription = string.Empty,
        ServiceName = string.Empty,
        ServiceSubcategory = string.Empty,
        BilledCost = cost,
        EffectiveCost = cost,
        ListCost = cost,
        ContractedCost = cost,
    };

    private FocusAccount? SubAccount(CostAttribution attribution) =>
        options.SubAccountDimension is { } dimension && attribution[dimension] is { } value ? new FocusAccount(value, value, Words(dimension)) : null;

    private static FocusSku Sku(in FocusRowKey key)
    {
        string id = key.Use is CostUseKind.Model or CostUseKind.Fee ? $"{key.Item}/{key.Line}" : key.Item;
        return new FocusSku(id, $"{id}/{key.Version}", key.Unit == CostLine.TokenUnit ? $"{Words(key.Line)} Tokens" : Words(key.Line))
        {
            Details = key.Status == PriceStatus.Ceiling ? new Dictionary<string, string> { ["x_PriceStatus"] = "Ceiling" } : null,
        };
    }

    private static string Description(in FocusRowKey key)
    {
        string what = key.Unit == CostLine.TokenUnit ? $"{Words(key.Line)} tokens of {key.Item}" : key.Item;
        return key.Kind switch
        {
            FocusRowKind.Usage => what,
            FocusRowKind.Correction => $"Correction of {what}",
            _ => $"Adjustment of {key.Item}",
        };
    }

    private static Dictionary<string, string?>? Tags(CostAttribution attribution)
    {
        var tags = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (CostTag tag in attribution.Tags)
        {
            tags[tag.Name] = tag.Value;
        }

        // A free tag's name has no slash, so that none of these is taken.
        foreach (string dimension in (ReadOnlySpan<string>)[CostDimension.Service, CostDimension.User, CostDimension.Project, CostDimension.Model])
        {
            if (attribution[dimension] is { } value)
            {
                tags[TagPrefix + dimension] = value;
            }
        }

        return tags.Count > 0 ? tags : null;
    }

    /// <summary><c>cacheWrite1h</c> in words: <c>Cache Write 1h</c>.</summary>
    private static string Words(string name)
    {
        var words = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            bool begins = i > 0 && ((char.IsAsciiLetterUpper(name[i]) && !char.IsAsciiLetterUpper(name[i - 1])) || (char.IsAsciiDigit(name[i]) && char.IsAsciiLetter(name[i - 1])));
            words.Append(begins ? " " : string.Empty).Append(i == 0 ? char.ToUpperInvariant(name[i]) : name[i]);
        }

        return words.ToString();
    }
}
