using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Records of costs as bytes: what is written is read, bytes that nobody wrote are told, and the layout does not change by accident.</summary>
public class CostRecordFormatTests
{
    private static readonly Gen<string?> s_text = Gen.OneOf(Gen.Const((string?)null), Gen.String[Gen.Char['a', 'z'], 1, 12].Select(static text => (string?)text), Gen.String.Select(static text => (string?)text));

    private static readonly Gen<CostAttribution> s_attribution = Gen.Select(
        s_text, s_text, s_text, s_text, s_text, Gen.Select(Gen.String[Gen.Char['a', 'z'], 1, 8], s_text).Array[0, 4],
        static (service, resource, user, project, model, tags) => new CostAttribution
        {
            Service = service,
            Resource = resource,
            User = user,
            Project = project,
            Model = model,
            Tags = [.. tags.DistinctBy(static tag => tag.Item1).Select(static tag => new CostTag(tag.Item1, tag.Item2 ?? string.Empty))],
        });

    private static readonly Gen<MeterQuantity> s_quantity = Gen.OneOf(
        Gen.Long[0, long.MaxValue / 1_000_000].Select(static ticks => MeterQuantity.Of(TimeSpan.FromTicks(ticks))),
        Gen.Long[0, 1_000_000_000_000_000].Select(static steps => MeterQuantity.Of(steps / 1_000_000_000m)),
        Gen.Select(Gen.Long[0, 1_000_000_000], Gen.Int[0, 1_000_000], static (tokens, seconds) => MeterQuantity.TokenHours(tokens, TimeSpan.FromSeconds(seconds))));

    private static readonly Gen<ServedModel> s_served = Gen.Select(
        Gen.String[Gen.Char['a', 'z'], 1, 20], s_text, s_text, s_text, s_text,
        static (model, provider, tier, speed, geo) => new ServedModel(model) { Provider = provider, Tier = tier, Speed = speed, Geo = geo });

    private static readonly Gen<CostUse> s_use = Gen.OneOf(
        Gen.Select(s_served, UsageGen.Any, static (served, usage) => CostUse.Model(served, usage)),
        Gen.Select(s_served, Gen.String[Gen.Char['a', 'z'], 1, 20], s_quantity, static (served, fee, quantity) => CostUse.Fee(served, fee, quantity)),
        Gen.Select(Gen.Enum<CostCategory>(), Gen.String[Gen.Char['a', 'z'], 1, 20], s_quantity, static (category, meter, quantity) => CostUse.Meter(category, meter, quantity)),
        Gen.Select(Gen.Enum<CostCategory>(), s_quantity, Gen.Long[0, long.MaxValue], static (category, quantity, picos) => CostUse.Stated(category, "stated", quantity, Money.FromPicos(picos, Currency.Eur))));

    [Fact]
    public void Read_WhatWasWritten_IsTheSame() => Gen.Select(s_use, s_attribution, Gen.ULong.Nullable(), s_text).Sample(static (use, attribution, hold, reason) =>
    {
        BudgetHoldId? id = hold is { } process ? new BudgetHoldId(process, process + 1) : null;
        CostLine[] lines =
        [
            new("input", CostLine.TokenUnit, CostQuantity.Of(-12), ExactMoney.FromPicos(Int128.MinValue / 4, 1, Currency.Usd)),
            new("webSearch", "call", CostQuantity.Of(1, 3), ExactMoney.FromPicos(1, 36_000_000_000, Currency.Usd)),
            new("m", "hour", default, ExactMoney.FromPicos(Int128.MaxValue / 4, 1, Currency.Usd)),
        ];
        string? clean = AttributionText.Clean(reason);
        byte[] bytes = new byte[CostRecordFormat.RoomFor(use, attribution, clean, lines)];
        var writer = new PayloadWriter(bytes);
        var corrects = Guid.CreateVersion7();
        CostRecordFormat.WriteEvent(ref writer, use, attribution, id);
        CostRecordFormat.WriteCorrection(ref writer, AdjustmentKind.Repricing, corrects, 17);
        writer.Text(clean);
        CostRecordFormat.WritePrice(ref writer, PriceStatus.Ceiling, PriceLayer.Host, new PriceVersion(0xFEDC), Currency.Usd, lines);

        CostRecord record = Read(CostRecordKind.Adjustment, writer.Written);

        record.Attribution.Should().Be(attribution);
        record.Hold.Should().Be(id);
        record.Reason.Should().Be(clean);
        record.Lines.Should().Equal(lines);
        (record.Use.Kind, record.Use.Category, record.Use.Name, record.Use.Served, record.Use.Usage, record.Use.Quantity, record.Use.StatedAmount)
            .Should().Be((use.Kind, use.Category, use.Name, use.Served, use.Usage, use.Quantity, use.StatedAmount));
        (record.Status, record.PriceLayer, record.PriceVersion, record.Currency, record.Corrects, record.CorrectsSequence, record.AdjustmentKind)
            .Should().Be((PriceStatus.Ceiling, PriceLayer.Host, new PriceVersion(0xFEDC), Currency.Usd, corrects, 17, AdjustmentKind.Repricing));
    });

    [Fact]
    public void Read_BytesThatNobodyWrote_AreToldAndNothingElse()
    {
        byte[] written = Golden();
        Gen.Select(Gen.Int[0, written.Length - 1], Gen.Byte, Gen.Int[0, written.Length]).Sample(
            (place, value, length) =>
            {
                byte[] bytes = [.. written];
                bytes[place] = value;
                Attempt(bytes);
                Attempt(bytes[..length]);
            });
        Gen.Byte.Array[0, 300].Sample(static bytes => Attempt([CostRecordFormat.Version, .. bytes]));

        static void Attempt(byte[] bytes)
        {
            foreach (CostRecordKind kind in Enum.GetValues<CostRecordKind>())
            {
                try
                {
                    _ = Read(kind, bytes);
                }
                catch (UnreadableRecordException)
                {
                    // The only thing that may happen.
                }
            }
        }
    }

    [Fact]
    public void Write_ARecord_HasTheseBytes() => Convert.ToHexStringLower(Golden()).Should().Be(
        "01" + "03" + "01" // version, category, kind of use
        + "09" + "00" + "00" + "00" + "03703432" + "00" + "00" // the attribution: its length, project p42, no tags
        + "016d" + "00" + "00" + "00" + "00" // the model m, nothing else of it
        + "8304" + "b817" + "e012" + "de02" // which counts there are; input, cache reads, output
        + "01" + "01" + "0807060504030201" + "44535500" // priced, by the host's prices, its version, USD
        + "01" + "00" + "b009" + "01" + "808290de07" + "01"); // one line: input, 600 tokens (twice, for the sign), their picos (twice), whole ones

    private static byte[] Golden()
    {
        CostUse use = CostUse.Model(new ServedModel("m"), new ModelUsage { InputTokens = 3_000, CacheReadTokens = 2_400, OutputTokens = 350 });
        var attribution = new CostAttribution { Project = "p42" };
        byte[] bytes = new byte[CostRecordFormat.RoomFor(use, attribution)];
        var writer = new PayloadWriter(bytes);
        CostRecordFormat.WriteEvent(ref writer, use, attribution, null);
        CostLine[] lines = [new("input", CostLine.TokenUnit, CostQuantity.Of(600), ExactMoney.FromPicos(1_038_221_440, 1, Currency.Usd))];
        CostRecordFormat.WritePrice(ref writer, PriceStatus.Priced, PriceLayer.Host, new PriceVersion(0x0102030405060708), Currency.Usd, lines);
        return writer.Written.ToArray();
    }

    private static CostRecord Read(CostRecordKind kind, ReadOnlySpan<byte> payload) =>
        CostRecordFormat.Read(new RecordHeader(1, EventId.Create(0, 0), 0, 0, 0, 0, (byte)kind, RecordFlags.None, payload.Length), payload, new AttributionCache());
}
