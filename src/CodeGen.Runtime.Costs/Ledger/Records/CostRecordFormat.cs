using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// How records of costs are laid out: a version, then what was used, by whom and for which hold (the part that says what the event was), then why, then the price and its lines.
/// All numbers but the price's name are of variable length; texts are UTF-8 behind their length.
/// </summary>
internal static partial class CostRecordFormat
{
    public const byte Version = 1;

    /// <summary>In the byte that tells the kind of use: a hold follows.</summary>
    private const byte HoldFlag = 0x80;

    /// <summary>In place of a token kind: a name and a unit follow.</summary>
    private const byte NamedLine = 0xFF;

    /// <summary>In place of a layer: there is none.</summary>
    private const byte NoLayer = 0xFF;

    private const int UsageFields = 15;

    /// <summary>What all but texts takes at most: fifteen lines of three numbers of 128 bits, fifteen counts, and the fixed fields.</summary>
    private const int MaxNumbers = 1_400;

    private const int MaxLines = TokenKinds.Count;

    /// <summary>How long a reason may be, in characters.</summary>
    public const int MaxReason = CostAttribution.MaxValueLength;

    /// <summary>Room that is enough for a record.</summary>
    public static int RoomFor(in CostUse use, CostAttribution attribution, string? reason = null, IReadOnlyList<CostLine>? lines = null)
    {
        ref readonly ServedModel served = ref use.ServedRef;
        int characters = use.Name.Length + (reason?.Length ?? 0)
            + (served.Model?.Length ?? 0) + (served.Provider?.Length ?? 0) + (served.Tier?.Length ?? 0) + (served.Speed?.Length ?? 0) + (served.Geo?.Length ?? 0);
        if (lines is not null)
        {
            foreach (CostLine line in lines)
            {
                characters += line.Name.Length + line.Unit.Length;
            }
        }
        else
        {
            characters += 2 * use.Name.Length;
        }

        return attribution.Encoded.Length + (3 * characters) + MaxNumbers;
    }

    /// <summary>Room that is enough for a text's characters; <see cref="RoomFor"/> has what else it takes.</summary>
    public static int RoomOf(string? text) => 3 * (text?.Length ?? 0);

    public static void WriteEvent(ref PayloadWriter writer, in CostUse use, CostAttribution attribution, BudgetHoldId? hold)
    {
        WriteStart(ref writer, use, attribution, hold);
        if (use.Kind == CostUseKind.Model)
        {
            WriteUsage(ref writer, use.UsageRef);
            return;
        }

        MeterQuantity quantity = use.Quantity;
        writer.Text(use.Name);
        writer.Byte((byte)quantity.Dimension);
        writer.VarInt((UInt128)quantity.Numerator);
        writer.VarInt((UInt128)quantity.Denominator);
        if (use.StatedAmount is { } amount)
        {
            writer.Signed(amount.Picos);
            writer.UInt32(amount.Currency.Letters);
        }
    }

    /// <summary>The part of <see cref="WriteEvent"/> that is the same for all uses of one model with one attribution.</summary>
    public static void WriteStart(ref PayloadWriter writer, in CostUse use, CostAttribution attribution, BudgetHoldId? hold)
    {
        writer.Byte(Version);
        writer.Byte((byte)use.Category);
        writer.Byte((byte)((byte)use.Kind | (hold is null ? 0 : HoldFlag)));
        ReadOnlySpan<byte> encoded = attribution.Encoded;
        writer.VarInt((ulong)encoded.Length);
        writer.Bytes(encoded);
        if (hold is { } id)
        {
            writer.UInt64(id.Process);
            writer.UInt64(id.Count);
        }

        if (use.IsOfModel)
        {
            WriteServed(ref writer, use.ServedRef);
        }
    }

    public static void WriteCorrection(ref PayloadWriter writer, AdjustmentKind kind, Guid corrects, long sequence)
    {
        writer.Byte((byte)kind);
        writer.Guid(corrects);
        writer.VarInt((ulong)sequence);
    }

    /// <param name="writer">Where to.</param>
    /// <param name="status">Where the price comes from.</param>
    /// <param name="price">The price; none where none is known.</param>
    /// <param name="buckets">The tokens.</param>
    public static void WritePrice(ref PayloadWriter writer, PriceStatus status, EffectivePrice? price, in TokenBuckets buckets)
    {
        WritePrice(ref writer, status, price?.Layer, price?.Version ?? PriceVersion.None, price?.Currency ?? Currency.None);
        uint kinds = buckets.Kinds;
        writer.VarInt((ulong)BitOperations.PopCount(kinds));
        for (uint left = kinds; left != 0; left &= left - 1)
        {
            int kind = BitOperations.TrailingZeroCount(left);
            long count = buckets[kind];
            writer.Byte((byte)kind);
            if (price is not null && price.TryWholeAmount(kind, count, out long picos))
            {
                // So are nearly all, and their bytes are those of numbers with 128 bits.
                writer.Signed(count);
                writer.Byte(1);
                writer.Signed(picos);
                writer.Byte(1);
            }
            else
            {
                WriteNumbers(ref writer, count, 1, price?.Amount((Int128)price.Rates[kind] * count) ?? default);
            }
        }
    }

    public static void WritePrice(ref PayloadWriter writer, in PricedMeter priced)
    {
        ExactMoney amount = priced.IsPriced ? priced.Exact : default;
        WritePrice(ref writer, priced.Status, priced.Layer, priced.Version, amount.Currency);
        writer.VarInt(1UL);
        WriteNamed(ref writer, priced.Name, priced.Unit);
        WriteNumbers(ref writer, priced.Quantity.Numerator, priced.Quantity.Denominator, amount);
    }

    public static void WritePrice(ref PayloadWriter writer, PriceStatus status, PriceLayer? layer, PriceVersion version, Currency currency, IReadOnlyList<CostLine> lines)
    {
        WritePrice(ref writer, status, layer, version, currency);
        writer.VarInt((ulong)lines.Count);
        foreach (CostLine line in lines)
        {
            if (line.Unit == CostLine.TokenUnit && TokenKinds.TryParse(line.Name, out TokenKind kind))
            {
                writer.Byte((byte)kind);
            }
            else
            {
                WriteNamed(ref writer, line.Name, line.Unit);
            }

            WriteNumbers(ref writer, line.Quantity.Numerator, line.Quantity.Denominator, line.Amount);
        }
    }

    private static void WritePrice(ref PayloadWriter writer, PriceStatus status, PriceLayer? layer, PriceVersion version, Currency currency)
    {
        writer.Byte((byte)status);
        writer.Byte(layer is { } known ? (byte)known : NoLayer);
        writer.UInt64(version.Value);
        writer.UInt32(currency.Letters);
    }

    private static void WriteNamed(ref PayloadWriter writer, string name, string unit)
    {
        writer.Byte(NamedLine);
        writer.Text(name);
        writer.Text(unit);
    }

    private static void WriteNumbers(ref PayloadWriter writer, Int128 quantity, Int128 parts, ExactMoney amount)
    {
        writer.Signed(quantity);
        writer.VarInt((UInt128)parts);
        writer.Signed(amount.Numerator);
        writer.VarInt((UInt128)amount.Denominator);
    }

    private static void WriteServed(ref PayloadWriter writer, in ServedModel served)
    {
        writer.Text(served.Model);
        writer.Text(served.Provider);
        writer.Text(served.Tier);
        writer.Text(served.Speed);
        writer.Text(served.Geo);
    }

    /// <summary>Which counts are not zero, one bit each, and those.</summary>
    public static void WriteUsage(ref PayloadWriter writer, in ModelUsage usage)
    {
        ReadOnlySpan<long> fields =
        [
            usage.InputTokens, usage.CacheReadTokens, usage.CacheWriteTokens, usage.CacheWrite1hTokens, usage.AudioInputTokens, usage.AudioCacheReadTokens, usage.ImageInputTokens,
            usage.ImageCacheReadTokens, usage.VideoInputTokens, usage.OutputTokens, usage.ReasoningTokens, usage.AudioOutputTokens, usage.ImageOutputTokens, usage.VideoOutputTokens,
            usage.CitationTokens,
        ];
        uint mask = 0;
        for (int i = 0; i < fields.Length; i++)
        {
            mask |= (fields[i] == 0 ? 0u : 1u) << i;
        }

        writer.VarInt((ulong)mask);
        for (uint left = mask; left != 0; left &= left - 1)
        {
            writer.VarInt((ulong)fields[BitOperations.TrailingZeroCount(left)]);
        }
    }
}
