using System.Text;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>A list that is wrong is refused as a whole, and the message says where, what and how.</summary>
public sealed class HostileListTests
{
    private const string Good = """{"models":[{"id":"m","prices":[{"cards":[{"rates":{"input":"1"}}]}]}]}""";

    [Theory]
    [InlineData("""[{"rates":{"input":"-1"}}]""", "test.json: $.models[0].prices[0].cards[0].rates.input is '-1': that is not a price*such as \"2.50\"*")]
    [InlineData("""[{"rates":{"input":"1e3"}}]""", "*rates.input is '1e3'*")]
    [InlineData("""[{"rates":{"input":1e3}}]""", "*rates.input is '1e3'*")]
    [InlineData("""[{"rates":{"input":"1,000"}}]""", "*rates.input is '1,000'*")]
    [InlineData("""[{"rates":{"input":""}}]""", "*rates.input*0 characters*")]
    [InlineData("""[{"rates":{"input":".5"}}]""", "*rates.input is '.5'*")]
    [InlineData("""[{"rates":{"input":"NaN"}}]""", "*rates.input is 'NaN'*")]
    [InlineData("""[{"rates":{"input":"1000000.1"}}]""", "*rates.input is '1000000.1': a price is from 0 to 1000000*(That of 'm'.)")]
    [InlineData("""[{"rates":{"input":"0.0000000000001"}}]""", "*rates.input is '0.0000000000001': a price has at most 12 decimals*")]
    [InlineData("""[{"rates":{"inptu":"1"}}]""", "*rates.inptu: there is no such name here. There are input, *")]
    [InlineData("""[{"rates":{"input":"1","input":"2"}}]""", "*cards[0].rates.input is '2': the name is there twice*")]
    [InlineData("""[{"when":{"teir":"batch"},"rates":{}}]""", "*when.teir: there is no such name here*tier*")]
    [InlineData("""[{"when":{"hours":"8-9"},"rates":{}}]""", "*when.hours is '8-9'*\"16:30-00:30\"*")]
    [InlineData("""[{"when":{"hours":"08:00-08:00"},"rates":{}}]""", "*when.hours is '08:00-08:00'*")]
    [InlineData("""[{"when":{"hours":"08:00-12:00"},"rates":{}},{"when":{"hours":"11:00-13:00"},"rates":{}}]""", "*two cards hold at the same hours*")]
    [InlineData("""[{"when":{"inputTokensOver":1.5},"rates":{}}]""", "*inputTokensOver is '1.5'*whole number*")]
    [InlineData("""[{"when":{"inputTokensOver":-5},"rates":{}}]""", "*inputTokensOver is '-5'*")]
    [InlineData("""[{"when":{"inputTokensOver":9223372036854775807},"rates":{}}]""", "*when is '9223372036854775807'*")]
    [InlineData("""[{"when":{"inputTokensOver":1,"inputTokensAtLeast":1},"rates":{}}]""", "*both there*")]
    [InlineData("""[{"when":{"inputTokensOver":1},"rates":{}},{"when":{"inputTokensAtLeast":2},"rates":{}}]""", "*cards[1].when*same condition*")]
    [InlineData("""[{"rates":{}},{"when":{"tier":"standard"},"rates":{}}]""", "*cards[1].when*same condition*")]
    [InlineData("""[{"rates":[]}]""", "*cards[0].rates: that is not an object*")]
    [InlineData("""{}""", "*cards: that is not a list*")]
    [InlineData("""[{"rates":{"input":"1"},"color":"red"}]""", "*cards[0].color: there is no such name here*")]
    [InlineData("""[{}]""", "*cards[0]: the card has no rates*")]
    public void Parse_WrongCard_SaysWhereWhatAndHow(string cards, string message) => Refuses(() => Lists.Book(cards), message);

    [Theory]
    [InlineData("""{"models":[{"prices":[]}]}""", "*models[0]: the model has no id*")]
    [InlineData("""{"models":[{"id":"m"}]}""", "*models[0]: the model has no prices*")]
    [InlineData("""{"models":[{"id":"m","prices":[]}]}""", "*1 to 1000 prices*")]
    [InlineData("""{"models":[{"id":7,"prices":[]}]}""", "*id is '7': that is not a text in quotes*")]
    [InlineData("""{"models":[{"id":"m","prcies":[]}]}""", "*models[0].prcies: there is no such name*prices*")]
    [InlineData("""{"modles":[]}""", "*$.modles: there is no such name*models*")]
    [InlineData("""{"schema":"other/2"}""", "*$.schema is 'other/2'*")]
    [InlineData("""{"currency":"dollars"}""", "*$.currency is 'dollars'*ISO 4217*")]
    [InlineData("""{"models":[{"id":"m","prices":[{"from":"yesterday","cards":[]}]}]}""", "*prices[0].from is 'yesterday'*\"2026-10-07\"*")]
    [InlineData("""{"models":[{"id":"m","prices":[{"from":"2026-02-02","to":"2026-02-01","cards":[]}]}]}""", "*prices[0].to*not after 'from'*")]
    [InlineData("""{"models":[{"id":"m","prices":[{"to":"2026-02-02","cards":[]},{"from":"2026-02-01","cards":[]}]}]}""", "*prices[1]: it overlaps with prices[0]*")]
    [InlineData("""{"models":[{"id":"m","prices":[{"cards":[]}]},{"id":"M","prices":[{"cards":[]}]}]}""", "*models[1].id is 'M'*already*")]
    [InlineData("""{"models":[{"id":"m","prices":[{"cards":[]}]},{"id":"n","aliases":["x","m"],"prices":[{"cards":[]}]}]}""", "*models[1].aliases[1] is 'm'*'m' has that name already*")]
    [InlineData("""{"models":[{"id":"m","aliases":["a\u0000b"],"prices":[{"cards":[]}]}]}""", "*aliases[0] is 'a.b'*can be printed*")]
    [InlineData("""{"models":[{"id":"m","prices":[{"cards":[]}],"multipliers":[{"factor":"1000.1"}]}]}""", "*multipliers[0].factor is '1000.1'*")]
    [InlineData("""{"models":[{"id":"m","prices":[{"cards":[]}],"multipliers":[{"when":{"inputTokensOver":1},"factor":"2"}]}]}""", "*multipliers[0].when*no condition on context size*")]
    [InlineData("""{"models":[{"id":"m","prices":[{"cards":[]}],"multipliers":[{"when":{"geo":["us","eu"]},"factor":"2"},{"when":{"geo":"EU"},"factor":"3"}]}]}""", "*multipliers[1]: multipliers[0] holds for the same requests*")]
    [InlineData("""{"models":[{"id":"m","prices":[{"cards":[]}],"multipliers":[{"factor":"2","appliesTo":"input"}]}]}""", "*appliesTo is 'input'*")]
    [InlineData("""{"models":[{"id":"m","prices":[{"cards":[{"rates":{"input":"999999.123456789012"}}]}],"multipliers":[{"when":{"geo":"us"},"factor":"1.123456"}]}]}""", "*more digits than can be counted*")]
    [InlineData("""{"models":[{"id":"m","prices":[{"cards":[]}],"fees":{"f":{"per":0,"price":"1"}}}]}""", "*fees.f.per is '0'*")]
    [InlineData("""{"models":[{"id":"m","prices":[{"cards":[]}],"fees":{"f":[{"price":"1"},{"from":"2026-01-01","price":"2"}]}}]}""", "*fees.f: the fee has two prices at one time*")]
    [InlineData("""{"meters":[{"name":"x","unit":"y","prices":[{"price":"1","tiers":[{"price":"1"}]}]}]}""", "*no price, or two*")]
    [InlineData("""{"meters":[{"name":"x","unit":"y","prices":[{"tiers":[{"upTo":"5","price":"1"}]}]}]}""", "*tiers[0].upTo is '5'*last tier has no end*")]
    [InlineData("""{"meters":[{"name":"x","unit":"y","prices":[{"tiers":[{"price":"1"},{"price":"1"}]}]}]}""", "*tiers[0].upTo*only the last tier*")]
    [InlineData("""{"meters":[{"name":"x","unit":"y","prices":[{"tiers":[{"upTo":"5","price":"1"},{"upTo":"5","price":"1"},{"price":"1"}]}]}]}""", "*tiers[1].upTo is '5'*ends where it begins*")]
    [InlineData("""{"meters":[{"name":"x","unit":"y","prices":[{"price":"1"}]},{"name":"X","unit":"y","prices":[{"price":"1"}]}]}""", "*meters[1].name is 'X'*stated twice*")]
    [InlineData("""{"meters":[{"name":"x","unit":"y","prices":[{"price":"1"},{"from":"2026-01-01","price":"1"}]}]}""", "*prices[1]: it overlaps with prices[0]*")]
    [InlineData("""{"fx":[{"from":"USD","to":"CNY","rate":"7"}]}""", "*fx[0]: a part of the rate is missing*")]
    [InlineData("""{"fx":[{"from":"USD","to":"CNY","date":"2026-01-01","rate":"0"}]}""", "*fx[0]*not above 0*")]
    [InlineData("""{"fx":[{"from":"USD","to":"CNY","date":"2026-01-01","rate":"7"},{"from":"USD","to":"CNY","date":"2026-01-01","rate":"8"}]}""", "*fx[1]*already*")]
    [InlineData("[]", "*$: that is not an object*")]
    [InlineData("", "*$: line 1, byte 1 is not JSON*")]
    [InlineData("{\"models\":[],}", "*$: line 1, byte 14 is not JSON*")]
    public void Parse_WrongList_SaysWhereWhatAndHow(string json, string message) => Refuses(() => Lists.Book(Lists.Parse(json)), message);

    [Fact]
    public void Parse_TooDeep_Refused() => Refuses(static () => Lists.Parse(new string('[', 100_000)), "*or deeper than 16 levels*");

    [Fact]
    public void Parse_TooLarge_Refused() => Refuses(static () => PriceList.Parse(new byte[(16 << 20) + 1], "large.json"), "large.json: $: the text has 16777217 bytes*");

    [Fact]
    public void Parse_NotUtf8_Refused() => Refuses(static () => PriceList.Parse(new byte[] { (byte)'{', (byte)'"', 0xFF, 0xFE, (byte)'"', (byte)':', (byte)'1', (byte)'}' }, "x.json"), "x.json: $*");

    [Fact]
    public void Parse_TooManyConditions_Refused()
    {
        string many = string.Join(',', Enumerable.Range(0, 100).Select(static i => $"\"t{i}\""));
        Refuses(() => Lists.Book($$$"""[{"when":{"tier":[{{{many}}}],"speed":[{{{many}}}],"geo":[{{{many}}}]},"rates":{}}]"""), "*more than 200 conditions*");
    }

    [Fact]
    public void Parse_LongText_IsCutInTheMessage()
    {
        PriceListException e = FluentActions.Invoking(static () => Lists.Book($$$"""[{"rates":{"input":"{{{new string('9', 150)}}}"}}]""")).Should().Throw<PriceListException>().Which;

        e.Message.Length.Should().BeLessThan(300);
        (e.ListSource, e.Path).Should().Be(("test.json", "$.models[0].prices[0].cards[0].rates.input"));
    }

    [Fact]
    public void Parse_NamesOfTheFilesOwn_AreLeftAlone() =>
        Lists.Book(Lists.Parse("""{"x-who":1,"models":[{"id":"m","x-why":[],"note":"n","prices":[{"x-when":{},"cards":[]}]}]}""")).Should().NotBeNull();

    [Fact]
    public void Parse_MarkAtTheStart_IsLeftOut() => PriceList.Parse(Encoding.UTF8.GetBytes("\uFEFF" + Good), "x").Models.Should().HaveCount(1);

    [Fact]
    public void Parse_AnyDamage_IsRefusedOrReadButNeverAnotherException() => Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Byte, Gen.Int[0, 2]).Sample(static (at, value, how) =>
    {
        byte[] json = Encoding.UTF8.GetBytes(Good);
        json = how switch
        {
            0 => [.. json[..at], value, .. json[(at + 1)..]],
            1 => [.. json[..at], value, .. json[at..]],
            _ => json[..at],
        };
        try
        {
            Lists.Book(PriceList.Parse(json, "damaged.json"));
        }
        catch (PriceListException e)
        {
            e.Message.Should().StartWith("damaged.json: $");
        }
    });

    private static void Refuses(Func<object> read, string message) => FluentActions.Invoking(read).Should().Throw<PriceListException>().WithMessage(message);
}
