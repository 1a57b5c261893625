using System.Text.Json;

namespace CodeGen.Runtime.Costs;

/// <summary>Reads the shape of a price file. Whether its prices make sense is <see cref="PriceCompiler"/>'s concern.</summary>
internal static class PriceListReader
{
    private const int MaxDepth = 16;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = MaxDepth };

    public static PriceList Read(ReadOnlyMemory<byte> json, string source)
    {
        if (json.Length > PriceFile.MaxBytes)
        {
            throw new PriceListException(source, "$", null, $"the text has {json.Length} bytes, more than {PriceFile.MaxBytes}. Leave out what is not needed.");
        }

        // A mark at the start that editors leave.
        if (json.Span.StartsWith("\uFEFF"u8))
        {
            json = json[3..];
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json, s_options);
            return Root(JsonPlace.Root(document.RootElement, source));
        }
        catch (JsonException e)
        {
            throw new PriceListException(
                source, "$", null, $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} is not JSON, or deeper than {MaxDepth} levels. Mend it there.", e);
        }
        catch (InvalidOperationException e)
        {
            throw new PriceListException(source, "$", null, "a text in it is not valid UTF-8. Save the file as UTF-8.", e);
        }
    }

    private static PriceList Root(JsonPlace root)
    {
        Currency currency = Currency.Usd;
        foreach (JsonPlace property in root.Properties().Where(static property => property.Name == "currency"))
        {
            currency = property.Currency();
        }

        IReadOnlyList<ModelPrice> models = [];
        IReadOnlyList<MeterPrice> meters = [];
        IReadOnlyList<FxRate> rates = [];
        foreach (JsonPlace property in root.Properties())
        {
            switch (property.Name)
            {
                case "models":
                    models = property.List(model => Model(model, currency));
                    break;
                case "meters":
                    meters = property.List(meter => MeterReader.Read(meter, currency));
                    break;
                case "fx":
                    rates = property.List(MeterReader.Rate);
                    break;
                case "schema":
                    if (property.Text() != "codegen-model-prices/1")
                    {
                        throw property.Wrong("that is another format. Write \"codegen-model-prices/1\".");
                    }

                    break;
                case "currency" or "unit" or "snapshot" or "semantics" or "sources" or "note":
                    break;
                default:
                    Unless(property, "schema, currency, unit, snapshot, semantics, sources, note, models, meters, fx");
                    break;
            }
        }

        return new() { Source = root.Source, Models = models, Meters = meters, FxRates = rates };
    }

    private static ModelPrice Model(JsonPlace model, Currency currency)
    {
        string? id = null;
        string? provider = null;
        IReadOnlyList<string> aliases = [];
        IReadOnlyList<PricePeriod>? periods = null;
        IReadOnlyList<PriceMultiplier> multipliers = [];
        IReadOnlyList<PriceFee> fees = [];
        foreach (JsonPlace property in model.Properties())
        {
            switch (property.Name)
            {
                case "id":
                    id = property.Text();
                    break;
                case "provider":
                    provider = property.Text();
                    break;
                case "currency":
                    currency = property.Currency();
                    break;
                case "aliases":
                    aliases = property.List(static alias => alias.Text());
                    break;
                case "prices":
                    periods = property.List(Period);
                    break;
                case "multipliers":
                    multipliers = property.List(Multiplier);
                    break;
                case "fees":
                    fees = [.. property.Properties().SelectMany(Fees)];
                    break;
                case "kind" or "limits" or "evidence" or "retires" or "note":
                    break;
                default:
                    Unless(property, "id, provider, currency, aliases, prices, multipliers, fees, kind, limits, evidence, retires, note");
                    break;
            }
        }

        return new()
        {
            Id = id ?? throw model.Wrong("the model has no id. Add \"id\"."),
            Provider = provider,
            Currency = currency,
            Aliases = aliases,
            Periods = periods ?? throw model.Wrong("the model has no prices. Add \"prices\"."),
            Multipliers = multipliers,
            Fees = fees,
        };
    }

    private static PricePeriod Period(JsonPlace period)
    {
        DateTimeOffset? from = null;
        DateTimeOffset? to = null;
        IReadOnlyList<PriceCard>? cards = null;
        foreach (JsonPlace property in period.Properties())
        {
            switch (property.Name)
            {
                case "from":
                    from = property.Time();
                    break;
                case "to":
                    to = property.Time();
                    break;
                case "cards":
                    cards = property.List(Card);
                    break;
                case "note":
                    break;
                default:
                    Unless(property, "from, to, cards, note");
                    break;
            }
        }

        return new() { From = from, To = to, Cards = cards ?? throw period.Wrong("the period has no cards. Add \"cards\".") };
    }

    private static PriceCard Card(JsonPlace card)
    {
        PriceCondition when = PriceCondition.Always;
        Dictionary<TokenKind, decimal>? rates = null;
        foreach (JsonPlace property in card.Properties())
        {
            switch (property.Name)
            {
                case "when":
                    when = ConditionReader.Read(property);
                    break;
                case "rates":
                    rates = Rates(property);
                    break;
                case "note":
                    break;
                default:
                    Unless(property, "when, rates, note");
                    break;
            }
        }

        return new() { When = when, Rates = rates ?? throw card.Wrong("the card has no rates. Add \"rates\".") };
    }

    private static Dictionary<TokenKind, decimal> Rates(JsonPlace rates)
    {
        var result = new Dictionary<TokenKind, decimal>();
        foreach (JsonPlace rate in rates.Properties())
        {
            if (!TokenKinds.TryParse(rate.Name, out TokenKind kind))
            {
                rate.Unknown(TokenKinds.AllNames);
            }

            result.Add(kind, rate.Number());
        }

        return result;
    }

    private static PriceMultiplier Multiplier(JsonPlace multiplier)
    {
        PriceCondition when = PriceCondition.Always;
        decimal? factor = null;
        foreach (JsonPlace property in multiplier.Properties())
        {
            switch (property.Name)
            {
                case "when":
                    when = ConditionReader.Read(property);
                    break;
                case "factor":
                    factor = property.Number();
                    break;
                case "appliesTo":
                    if (property.Text() != "allTokenRates")
                    {
                        throw property.Wrong("factors apply to all token prices. Write \"allTokenRates\", or cards with the prices that result.");
                    }

                    break;
                case "note":
                    break;
                default:
                    Unless(property, "when, factor, appliesTo, note");
                    break;
            }
        }

        return new() { When = when, Factor = factor ?? throw multiplier.Wrong("the multiplier has no factor. Add \"factor\".") };
    }

    /// <summary>A fee, or its history.</summary>
    private static IEnumerable<PriceFee> Fees(JsonPlace fee) =>
        fee.Element.ValueKind == JsonValueKind.Array ? fee.Items().Select(dated => MeterReader.Fee(dated, fee.Name!)) : [MeterReader.Fee(fee, fee.Name!)];

    private static void Unless(JsonPlace property, string known)
    {
        // Names of a file's own, which nobody takes for ours.
        if (!property.Name!.StartsWith("x-", StringComparison.Ordinal))
        {
            property.Unknown(known + ", or your own that begin with x-");
        }
    }
}
