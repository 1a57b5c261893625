using System.Text.Json;

namespace CodeGen.Runtime.Costs;

/// <summary>Reads the shape of a price file. Whether its prices make sense is <see cref="PriceCompiler"/>'s concern.</summary>
internal static class PriceListReader
{
    private const string Schema = "codegen-model-prices/1";
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
        var fields = JsonFields.OfOpen(root, "schema", "currency", "unit", "snapshot", "semantics", "sources", "note", "models", "meters", "fx");
        if (fields["schema"] is { } schema && schema.Text() != Schema)
        {
            throw schema.Wrong($"that is another format. Write \"{Schema}\".");
        }

        Currency currency = fields["currency"]?.Currency() ?? Currency.Usd;
        return new()
        {
            Source = root.Source,
            Models = fields["models"]?.List(model => Model(model, currency)) ?? [],
            Meters = fields["meters"]?.List(meter => MeterReader.Read(meter, currency)) ?? [],
            FxRates = fields["fx"]?.List(MeterReader.Rate) ?? [],
        };
    }

    private static ModelPrice Model(JsonPlace model, Currency currency)
    {
        var fields = JsonFields.OfOpen(
            model, "id", "provider", "currency", "aliases", "prices", "multipliers", "fees", "kind", "limits", "evidence", "retires", "note");
        return new()
        {
            Id = fields.Need("id", "the model", "id").Text(),
            Provider = fields["provider"]?.Text(),
            Currency = fields["currency"]?.Currency() ?? currency,
            Aliases = fields["aliases"]?.List(static alias => alias.Text()) ?? [],
            Periods = fields.Need("prices", "the model", "prices").List(Period),
            Multipliers = fields["multipliers"]?.List(Multiplier) ?? [],
            Fees = fields["fees"] is { } fees ? [.. fees.Properties().SelectMany(Fees)] : [],
        };
    }

    private static PricePeriod Period(JsonPlace period)
    {
        var fields = JsonFields.OfOpen(period, "from", "to", "cards", "note");
        return new() { From = fields["from"]?.Time(), To = fields["to"]?.Time(), Cards = fields.Need("cards", "the period", "cards").List(Card) };
    }

    private static PriceCard Card(JsonPlace card)
    {
        var fields = JsonFields.OfOpen(card, "when", "rates", "note");
        return new() { When = When(fields), Rates = Rates(fields.Need("rates", "the card", "rates")) };
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
        var fields = JsonFields.OfOpen(multiplier, "when", "factor", "appliesTo", "note");
        if (fields["appliesTo"] is { } target && target.Text() != "allTokenRates")
        {
            throw target.Wrong("factors apply to all token prices. Write \"allTokenRates\", or cards with the prices that result.");
        }

        return new() { When = When(fields), Factor = fields.Need("factor", "the multiplier", "factor").Number() };
    }

    private static PriceCondition When(JsonFields fields) => fields["when"] is { } when ? ConditionReader.Read(when) : PriceCondition.Always;

    /// <summary>A fee, or its history.</summary>
    private static IEnumerable<PriceFee> Fees(JsonPlace fee) =>
        fee.Element.ValueKind == JsonValueKind.Array ? fee.Items().Select(dated => MeterReader.Fee(dated, fee.Name!)) : [MeterReader.Fee(fee, fee.Name!)];
}
