using System.Runtime.CompilerServices;

namespace CodeGen.Runtime.Costs;

/// <content>What was written, read again.</content>
internal static partial class CostRecordFormat
{
    /// <summary>Whether a record is about costs; others of the same log are about budgets.</summary>
    public static bool IsCost(byte kind) => (LedgerRecordKind)kind is LedgerRecordKind.Charge or LedgerRecordKind.Adjust or LedgerRecordKind.Saving;

    /// <exception cref="UnreadableRecordException">The payload is of a later version, or of no version.</exception>
    public static CostRecord Read(in RecordHeader header, ReadOnlySpan<byte> payload, AttributionCache attributions)
    {
        var kind = (CostRecordKind)header.Kind;
        var reader = new PayloadReader(payload);
        byte version = reader.Byte();
        if (version != Version)
        {
            throw new UnreadableRecordException($"its format is version {version}, and this library reads {Version}");
        }

        var category = (CostCategory)reader.Byte();
        byte use = reader.Byte();
        CostAttribution attribution = attributions.Read(reader.Take(reader.Count(payload.Length)));
        BudgetHoldId? hold = (use & HoldFlag) == 0 ? null : new BudgetHoldId(reader.UInt64(), reader.UInt64());
        CostUse used = ReadUse(ref reader, (CostUseKind)(use & ~HoldFlag), category);
        AdjustmentKind? adjustment = null;
        Guid? corrects = null;
        long? correctsSequence = null;
        string? reason = null;
        if (kind == CostRecordKind.Adjustment)
        {
            (adjustment, corrects, correctsSequence) = ((AdjustmentKind)reader.Byte(), reader.Guid(), reader.VarInt());
            Check(Enum.IsDefined(adjustment.Value), "its reason is of an unknown kind");
        }

        if (kind != CostRecordKind.Charge)
        {
            reason = reader.Text();
        }

        var status = (PriceStatus)reader.Byte();
        byte layer = reader.Byte();
        var price = new PriceVersion(reader.UInt64());
        Check(Currency.TryFromLetters(reader.UInt32(), out Currency currency), "its currency is no code");
        Check(Enum.IsDefined(category) && Enum.IsDefined(status) && (layer == NoLayer || Enum.IsDefined((PriceLayer)layer)), "its category, status or layer is unknown");
        (CostLine[] lines, ExactMoney total) = ReadLines(ref reader, currency);
        Check(reader.IsEnd, "it is longer than what it says");
        return new CostRecord
        {
            Sequence = header.Sequence,
            Id = header.Id.ToGuid(),
            ContentHash = header.PayloadHash,
            Kind = kind,
            EventTime = new(header.EventTicks, TimeSpan.Zero),
            IngestTime = new(header.IngestTicks, TimeSpan.Zero),
            Use = used,
            Attribution = attribution,
            Hold = hold,
            Status = status,
            PriceVersion = price,
            PriceLayer = layer == NoLayer ? null : (PriceLayer)layer,
            Currency = currency,
            Lines = lines,
            Amount = total,
            Corrects = corrects,
            CorrectsSequence = correctsSequence,
            AdjustmentKind = adjustment,
            Reason = reason,
            IsUnremembered = header.Flags.HasFlag(RecordFlags.Unremembered),
        };
    }

    private static CostUse ReadUse(ref PayloadReader reader, CostUseKind kind, CostCategory category)
    {
        Check(Enum.IsDefined(kind), "what was used is of an unknown kind");
        ServedModel served = default;
        if (kind is CostUseKind.Model or CostUseKind.Fee)
        {
            served = new ServedModel(reader.Text() ?? string.Empty) { Provider = reader.Text(), Tier = reader.Text(), Speed = reader.Text(), Geo = reader.Text() };
        }

        if (kind == CostUseKind.Model)
        {
            return CostUse.Read(kind, category, served.Model, served, ReadUsage(ref reader), default, default);
        }

        string name = reader.Text() ?? string.Empty;
        byte dimension = reader.Byte();
        UInt128 numerator = reader.VarInt128();
        UInt128 denominator = reader.VarInt128();
        Check(MeterQuantity.TryRead((Int128)numerator, (Int128)denominator, dimension, out MeterQuantity quantity), "its quantity cannot be");
        Money amount = default;
        if (kind == CostUseKind.Stated)
        {
            Int128 picos = reader.Signed();
            Check(Currency.TryFromLetters(reader.UInt32(), out Currency currency), "its currency is no code");
            amount = Money.FromPicos(picos, currency);
        }

        return CostUse.Read(kind, category, name, served, default, quantity, amount);
    }

    private static ModelUsage ReadUsage(ref PayloadReader reader)
    {
        int mask = reader.Count((1 << UsageFields) - 1);
        Span<long> f = stackalloc long[UsageFields];
        f.Clear();
        for (int i = 0; i < UsageFields; i++)
        {
            if ((mask & (1 << i)) != 0)
            {
                f[i] = reader.VarInt();
            }
        }

        return new ModelUsage
        {
            InputTokens = f[0],
            CacheReadTokens = f[1],
            CacheWriteTokens = f[2],
            CacheWrite1hTokens = f[3],
            AudioInputTokens = f[4],
            AudioCacheReadTokens = f[5],
            ImageInputTokens = f[6],
            ImageCacheReadTokens = f[7],
            VideoInputTokens = f[8],
            OutputTokens = f[9],
            ReasoningTokens = f[10],
            AudioOutputTokens = f[11],
            ImageOutputTokens = f[12],
            VideoOutputTokens = f[13],
            CitationTokens = f[14],
        };
    }

    private static (CostLine[] Lines, ExactMoney Total) ReadLines(ref PayloadReader reader, Currency currency)
    {
        var lines = new CostLine[reader.Count(MaxLines)];
        Int128 picos = 0;
        ExactTotals? fractions = null;
        foreach (ref CostLine line in lines.AsSpan())
        {
            byte kind = reader.Byte();
            Check(kind is < TokenKinds.Count or NamedLine, "a line is of an unknown kind of token");
            string name = kind == NamedLine ? reader.Text() ?? string.Empty : TokenKinds.Name((TokenKind)kind);
            string unit = kind == NamedLine ? reader.Text() ?? string.Empty : CostLine.TokenUnit;
            CostQuantity quantity = CostQuantity.Of(reader.Signed(), Positive(reader.VarInt128()));
            ExactMoney amount = ExactMoney.FromPicos(reader.Signed(), Positive(reader.VarInt128()), currency);
            line = new CostLine(name, unit, quantity, amount);
            if (amount.IsWholePicos)
            {
                picos = Add(picos, amount.Numerator);
            }
            else
            {
                (fractions ??= new ExactTotals()).Add(amount);
            }
        }

        var whole = ExactMoney.FromPicos(picos, 1, currency);
        if (fractions is null)
        {
            return (lines, whole);
        }

        fractions.Add(whole);
        return (lines, fractions.Exact(currency));
    }

    private static Int128 Add(Int128 sum, Int128 amount)
    {
        try
        {
            return checked(sum + amount);
        }
        catch (OverflowException)
        {
            throw new UnreadableRecordException("its lines come to more than any amount");
        }
    }

    private static Int128 Positive(UInt128 value)
    {
        Check(value > 0 && value <= (UInt128)Int128.MaxValue, "a number is divided by 0 or by too much");
        return (Int128)value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check(bool isTrue, string problem)
    {
        if (!isTrue)
        {
            throw new UnreadableRecordException(problem);
        }
    }
}
