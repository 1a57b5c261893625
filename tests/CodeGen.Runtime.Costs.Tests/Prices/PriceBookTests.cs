using FluentAssertions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Layers, names, and what has no price.</summary>
public sealed class PriceBookTests
{
    private static readonly ModelUsage s_thousand = new() { InputTokens = 1_000, OutputTokens = 1_000 };

    [Fact]
    public void Price_PublishedModel_HasAPriceAndSaysWhose()
    {
        PricedUsage priced = new PriceBook(new()).Price(new("gpt-4o-2024-08-06") { At = Lists.Day }, new() { InputTokens = 1_000, OutputTokens = 100 });

        priced.ToString().Should().Be("0.0035 USD");
        (priced.Status, priced.Layer, priced.PricedAs).Should().Be((PriceStatus.Priced, PriceLayer.Catalogue, "gpt-4o"));
    }

    [Fact]
    public void Price_OnTheFastPath_AllocatesNothing()
    {
        var book = new PriceBook(new());
        ServedModel served = new("claude-opus-5") { Provider = "anthropic", Geo = "us", At = Lists.Day };
        ModelUsage usage = new() { InputTokens = 14_573, CacheReadTokens = 7_123, CacheWriteTokens = 7_345, OutputTokens = 6_039 };
        var lines = new ChargeLine[PricedUsage.MaxLines];
        book.Price(served, usage).CopyLinesTo(lines);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            PricedUsage priced = book.Price(served, usage);
            priced.CopyLinesTo(lines);
            _ = priced.Amount;
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Fact]
    public void Price_LayersOneOverAnother_FirstThatHasOneAtTheTime()
    {
        PriceList contract = new() { Models = [Dated("gpt-4o", 1m, Lists.Day)] };
        PriceList host = new() { Models = [Dated("gpt-4o", 2m, Lists.Day.AddDays(-10)), ModelPrice.Flat("mine", 0, 0)] };
        var book = new PriceBook(new() { Contract = contract, Host = host });

        Input(book, "gpt-4o", Lists.Day).Should().Be((1m, PriceLayer.Contract));
        Input(book, "gpt-4o", Lists.Day.AddDays(-1)).Should().Be((2m, PriceLayer.Host));
        Input(book, "gpt-4o", Lists.Day.AddDays(-11)).Should().Be((2.5m, PriceLayer.Catalogue));
        Input(book, "gpt-4o-2024-08-06", Lists.Day).Should().Be((1m, PriceLayer.Contract), "a model of one's own stands for its published aliases, too");
        Input(book, "GPT-4o-mini", Lists.Day).Should().Be((0.15m, PriceLayer.Catalogue));
    }

    [Fact]
    public void Price_FreeModel_IsZeroAndNotUnpriced()
    {
        PricedUsage priced = new PriceBook(new() { Host = new() { Models = [ModelPrice.Flat("mine", 0, 0)] } }).Price(new("mine"), s_thousand);

        (priced.Status, priced.IsPriced, priced.Amount).Should().Be((PriceStatus.Priced, true, Money.Zero(Currency.Usd)));
    }

    [Fact]
    public void Price_UnknownModel_IsUnpricedAndHasNoAmount()
    {
        PricedUsage priced = new PriceBook(new()).Price(new("no-such-model"), s_thousand);

        (priced.Status, priced.IsPriced, priced.Version, priced.Layer, priced.ToString()).Should().Be((PriceStatus.Unpriced, false, PriceVersion.None, null, "unpriced"));
        FluentActions.Invoking(() => priced.Amount).Should().Throw<InvalidOperationException>().WithMessage("*never as 0*");
        FluentActions.Invoking(() => priced.Exact).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => priced.CopyLinesTo(new ChargeLine[15])).Should().Throw<InvalidOperationException>();
        priced.Quantity(TokenKind.Output).Should().Be(1_000);
    }

    [Fact]
    public void Price_UnknownModelRejected_SaysNameTimeAndRemedy() =>
        FluentActions.Invoking(static () => new PriceBook(new()).Price(new("no-such\nmodel") { Provider = "p", At = Lists.Day }, s_thousand, UnknownModelPolicy.Reject))
            .Should().Throw<UnknownPriceException>().WithMessage("No price of the model 'no-such.model' at 'p' at 2026-08-20 00:00:00Z is known. Add it under 'models'*");

    [Fact]
    public void Price_UnknownModelAtCeiling_CostsWhatTheCeilingDoes()
    {
        var book = new PriceBook(new() { Host = new() { Models = [ModelPrice.Flat("ceiling", 10, 50)] }, UnknownModels = UnknownModelPolicy.Ceiling, CeilingModel = "ceiling" });

        PricedUsage priced = book.Price(new("no-such-model"), s_thousand);

        (priced.Status, priced.PricedAs, priced.ToString()).Should().Be((PriceStatus.Ceiling, "ceiling", "0.06 USD"));
        book.Price(new("no-such-model"), s_thousand, UnknownModelPolicy.Unpriced).IsPriced.Should().BeFalse();
    }

    [Fact]
    public void Price_KindWithoutARate_HasNoPrice()
    {
        var book = new PriceBook(new());
        ServedModel embedding = new("text-embedding-3-small") { Provider = "openai", At = Lists.Day };

        book.Price(embedding, new() { InputTokens = 1_000_000 }).ToString().Should().Be("0.02 USD");
        book.Price(embedding, s_thousand).Status.Should().Be(PriceStatus.Unpriced);
        FluentActions.Invoking(() => book.Price(embedding, s_thousand, UnknownModelPolicy.Reject)).Should().Throw<UnknownPriceException>().WithMessage("*no rate for output tokens, of which there are 1000*");
    }

    [Fact]
    public void Price_AliasOfSeveralProviders_NeedsAProvider()
    {
        PriceList list = Lists.Parse("""
            {"models":[{"id":"a/x","provider":"a","aliases":["x"],"prices":[{"cards":[{"rates":{"input":"1"}}]}]},
                       {"id":"b/x","provider":"b","aliases":["x"],"prices":[{"cards":[{"rates":{"input":"2"}}]}]}]}
            """);
        PriceBook book = Lists.Book(list);
        ModelUsage usage = new() { InputTokens = 1_000_000 };

        book.Price(new("x") { Provider = "A" }, usage).ToString().Should().Be("1 USD");
        book.Price(new("b/x"), usage).ToString().Should().Be("2 USD");
        FluentActions.Invoking(() => book.Price(new("x"), usage)).Should().Throw<UnknownPriceException>().WithMessage("*offered by a, b*Name the provider*");
        FluentActions.Invoking(() => book.Price(new("x") { Provider = "c" }, usage)).Should().Throw<UnknownPriceException>();
    }

    [Fact]
    public void Price_IdOfOneAndAliasOfAnother_IsTheOwnersWithoutAProvider()
    {
        var book = new PriceBook(new());

        book.Price(new("gpt-5") { At = Lists.Day }, s_thousand).PricedAs.Should().Be("gpt-5");
        book.Price(new("gpt-5") { Provider = "azure-openai", At = Lists.Day }, s_thousand).PricedAs.Should().Be("azure/gpt-5");
        book.Price(new("azure-openai/gpt-5") { At = Lists.Day }, s_thousand).PricedAs.Should().Be("azure/gpt-5");
    }

    [Fact]
    public void Price_WithoutATime_IsNow()
    {
        PriceList list = new() { Models = [Dated("m", 1m, Lists.Day)] };
        var time = new FakeTimeProvider(Lists.Day.AddSeconds(-1));
        var book = new PriceBook(new() { Host = list, UseCatalogue = false }, time);

        book.Price(new("m"), new() { InputTokens = 1 }).IsPriced.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        book.Price(new("m"), new() { InputTokens = 1 }).IsPriced.Should().BeTrue();
    }

    [Fact]
    public void Catalogue_EveryModelTierSpeedAndRegion_IsWholePicosAToken()
    {
        var book = new PriceBook(new());
        int priced = 0;
        foreach (CompiledModel model in PriceCatalogue.Layer.Models)
        {
            foreach (long input in (ReadOnlySpan<long>)[1, 150_000, 250_000, 300_000])
            {
                foreach ((string? tier, string? speed, string? geo) in from tier in new[] { null, "batch", "flex", "priority" } from speed in new[] { null, "fast" } from geo in new[] { null, "us" } select (tier, speed, geo))
                {
                    ServedModel served = new(model.Id) { Provider = model.Provider, Tier = tier, Speed = speed, Geo = geo, At = Lists.Day };
                    PricedUsage one = book.Price(served, new() { InputTokens = input, CacheReadTokens = input / 3, CacheWriteTokens = input / 7, CacheWrite1hTokens = input / 11 });
                    priced += one.IsPriced ? 1 : 0;
                    (one.IsPriced && !one.Exact.IsWholePicos).Should().BeFalse(model.Id);
                }
            }
        }

        priced.Should().BeGreaterThan(10_000);
    }

    [Fact]
    public void PriceFee_ModelOfAContractWithoutFees_LeavesThePublishedOne() =>
        new PriceBook(new() { Contract = new() { Models = [ModelPrice.Flat("claude-opus-5", 1, 2)] } })
            .PriceFee(new("claude-opus-5") { At = Lists.Day }, "webSearch", 1).Layer.Should().Be(PriceLayer.Catalogue);

    [Fact]
    public void CopyLinesTo_TooLittleRoom_SaysHowMuch() =>
        FluentActions.Invoking(static () => new PriceBook(new()).Price(new("gpt-4o") { At = Lists.Day }, s_thousand).CopyLinesTo(new ChargeLine[1]))
            .Should().Throw<ArgumentException>().WithMessage("*Make room for 15*");

    [Theory]
    [InlineData(UnknownModelPolicy.Ceiling, null, 10, "*Prices:CeilingModel is empty*")]
    [InlineData((UnknownModelPolicy)9, null, 10, "*Prices:UnknownModels is 9*Unpriced, Ceiling, Reject*")]
    [InlineData(UnknownModelPolicy.Reject, null, 0.5, "*Prices:ReloadInterval is 00:00:00.5*")]
    public void New_WrongOptions_SaySettingValueAndRemedy(UnknownModelPolicy policy, string? ceiling, double seconds, string message) =>
        FluentActions.Invoking(() => new PriceBook(new() { UnknownModels = policy, CeilingModel = ceiling, ReloadInterval = TimeSpan.FromSeconds(seconds) }))
            .Should().Throw<OptionsValidationException>().WithMessage(message);

    [Fact]
    public void New_CeilingThatNobodyHas_Refused() =>
        FluentActions.Invoking(static () => new PriceBook(new() { CeilingModel = "nobody" })).Should().Throw<PriceListException>().WithMessage("*Prices:CeilingModel*'nobody'*no layer has a price*");

    private static ModelPrice Dated(string id, decimal input, DateTimeOffset from) => new()
    {
        Id = id,
        Periods = [new() { From = from, Cards = [new() { Rates = new Dictionary<TokenKind, decimal> { [TokenKind.Input] = input } }] }],
    };

    private static (decimal Price, PriceLayer? Layer) Input(PriceBook book, string model, DateTimeOffset at)
    {
        PricedUsage priced = book.Price(new(model) { At = at }, new() { InputTokens = 1_000_000 });
        return (priced.Amount.ToDecimal(), priced.Layer);
    }

    [Theory]
    [InlineData("maker-small-4.5", "maker-small-4-5")]
    [InlineData("Maker-Small-4.5-latest", "maker-small-4-5-latest")]
    [InlineData("maker-big-3.1", "maker-big-3.1")]
    public void Price_VersionWithADot_IsThatWithAHyphen(string asked, string priced)
    {
        string models = string.Join(",", new[] { "maker-small-4-5", "maker-small-4-5-latest", "maker-big-3-1", "maker-big-3.1" }.Select(
            static id => $$"""{ "id": "{{id}}", "prices": [{ "cards": [{ "rates": { "input": "1", "output": "9" } }] }] }"""));
        PriceBook book = Lists.Book(Lists.Parse($$"""{ "models": [ {{models}} ] }"""));

        book.Price(new ServedModel(asked) { At = Lists.Day }, new ModelUsage { InputTokens = 1 }).PricedAs.Should().Be(priced);
    }

    [Theory]
    [InlineData("m-2026.08-07")]
    [InlineData("m-2026-08.07")]
    [InlineData("gpt-4.32k")]
    public void Price_DateOrSizeWithADot_IsUnknown(string asked)
    {
        PriceBook book = Lists.Book(Lists.Parse("""
            {"models":[{"id":"m-2026-08-07","prices":[{"cards":[{"rates":{"input":"1","output":"9"}}]}]},{"id":"gpt-4-32k","prices":[{"cards":[{"rates":{"input":"1","output":"9"}}]}]}]}
            """), UnknownModelPolicy.Unpriced);

        book.Price(new ServedModel(asked) { At = Lists.Day }, new ModelUsage { InputTokens = 1 }).IsPriced.Should().BeFalse();
    }
}
