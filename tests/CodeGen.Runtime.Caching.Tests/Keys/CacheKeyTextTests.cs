using System.Globalization;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Keys;

public class CacheKeyTextTests
{
    [Theory]
    [InlineData(null, "%N")]
    [InlineData("", "%E")]
    [InlineData("%N", "%25N")]
    [InlineData("a.cs", "a.cs")]
    [InlineData("a:b", "a%3Ab")]
    [InlineData("*?[]\\%", "%2A%3F%5B%5D%5C%25")]
    [InlineData("line\r\n\u0085\u007f", "line%0D%0A%85%7F")]
    [InlineData("smile \U0001F600", "smile \U0001F600")]
    [InlineData("{tag}", "{tag}")]
    public void Escape_Value_WritesDocumentedText(string? value, string text)
    {
        CacheKeyText.Escape(value).Should().Be(text);
        CacheKeyText.Unescape(text).Should().Be(value);
    }

    [Fact]
    public void Escape_HalfOfAPair_SurvivesUtf8()
    {
        string text = CacheKeyText.Escape("\uD800x");

        text.Should().Be("%uD800x");
        CacheKeyText.Unescape(text).Should().Be("\uD800x");
    }

    [Fact]
    public void Escape_AnyText_ReadsBack() => KeyGens.Anything.Sample(static value =>
    {
        string text = CacheKeyText.Escape(value);
        return text.Length > 0
            && !text.Any(static c => c is ':' or '*' or '?' or '[' or ']' or '\\')
            && !text.Any(char.IsControl)
            && TextGuard.IndexOfUnpairedSurrogate(text) < 0
            && CacheKeyText.IsEscaped(text)
            && CacheKeyText.TryUnescape(text, out string? read)
            && read == value;
    });

    [Fact]
    public void Escape_DifferentValues_HaveDifferentTexts() => Gen.Select(KeyGens.Anything, KeyGens.Anything)
        .Sample(static (a, b) => (CacheKeyText.Escape(a) == CacheKeyText.Escape(b)) == (a == b));

    [Fact]
    public void TryUnescape_AnyText_ReadsOnlyWhatEscapeWrites() => KeyGens.Anything.Where(static t => t is not null).Sample(static text =>
        !CacheKeyText.TryUnescape(text, out string? value) || CacheKeyText.Escape(value) == text);

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("%2")]
    [InlineData("%3a")]
    [InlineData("%41")]
    [InlineData("%+3")]
    [InlineData("%Na")]
    [InlineData("a%E")]
    [InlineData("%u0041")]
    [InlineData("%uD83D%uDE00")]
    [InlineData("a:b")]
    [InlineData("a*")]
    public void TryUnescape_OtherText_IsRefused(string text)
    {
        CacheKeyText.TryUnescape(text, out string? value).Should().BeFalse();
        value.Should().BeNull();
        Action unescape = () => CacheKeyText.Unescape(text);
        unescape.Should().Throw<FormatException>().WithMessage($"*'{text}'*");
    }

    [Theory]
    [InlineData("%E\0")]
    [InlineData("%5\0")]
    [InlineData("%uD8\0\0")]
    public void TryUnescape_NulInPlaceOfADigit_IsRefused(string text)
    {
        CacheKeyText.TryUnescape(text, out string? value).Should().BeFalse("number parsing would take it for the end");
        value.Should().BeNull();
    }

    [Fact]
    public void Format_Numbers_RoundTripAndAgreeWithEquality()
    {
        Gen.Select(Gen.Double, Gen.Double).Sample(Agrees);
        Gen.Select(Gen.Decimal, Gen.Decimal).Sample(Agrees);
        Gen.Select(Gen.Single, Gen.Single).Sample(Agrees);
        Gen.Select(Gen.Long, Gen.Long).Sample(Agrees);
        Gen.Select(Gen.Guid, Gen.Guid).Sample(Agrees);
        Gen.Select(Gen.DateTimeOffset, Gen.DateTimeOffset).Sample(Agrees);
        Gen.Select(Gen.TimeSpan, Gen.TimeSpan).Sample(Agrees);
    }

    [Fact]
    public void Format_EqualValuesWrittenDifferently_HaveOneText()
    {
        CacheKeyText.Format(-0.0).Should().Be(CacheKeyText.Format(0.0)).And.Be("0");
        CacheKeyText.Format(1.00m).Should().Be(CacheKeyText.Format(1m)).And.Be("1");
        CacheKeyText.Format(-0.00m).Should().Be("0");
        CacheKeyText.Format(decimal.MaxValue).Should().Be(decimal.MaxValue.ToString(CultureInfo.InvariantCulture));
        CacheKeyText.Format(0.1234567890123456789012345678m).Should().Be("0.1234567890123456789012345678");
        var noon = new DateTimeOffset(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);
        CacheKeyText.Format(noon.ToOffset(TimeSpan.FromHours(2))).Should().Be(CacheKeyText.Format(noon));
    }

    [Theory]
    [InlineData(" 5")]
    [InlineData("05")]
    [InlineData("+5")]
    [InlineData("5 ")]
    [InlineData("")]
    [InlineData("%N")]
    public void TryParse_NumberWrittenOtherwise_IsRefused(string text) => CacheKeyText.TryParse(text, out int _).Should().BeFalse();

    [Theory]
    [InlineData("Salted", true)]
    [InlineData("17", true)]
    [InlineData("2", false)]
    [InlineData("salted", false)]
    [InlineData("Nothing", false)]
    public void TryParseEnum_Text_ReadsOnlyTheOneSpelling(string text, bool valid) =>
        CacheKeyText.TryParseEnum(text, out Flavour _).Should().Be(valid);

    [Fact]
    public void SameTime_Kinds_KeepsThemApart()
    {
        var ticks = new DateTime(2024, 5, 1, 12, 0, 0, DateTimeKind.Unspecified);
        DateTime utc = DateTime.SpecifyKind(ticks, DateTimeKind.Utc);

        CacheKeyText.SameTime(ticks, utc).Should().BeFalse();
        CacheKeyText.SameTime(utc.ToLocalTime(), utc).Should().BeTrue();
        CacheKeyText.SameTime(null, utc).Should().BeFalse();
        CacheKeyText.SameTime(null, null).Should().BeTrue();
        CacheKeyText.TimeHash(utc.ToLocalTime()).Should().Be(CacheKeyText.TimeHash(utc));
    }

    private static bool Agrees<T>(T a, T b)
        where T : IFormattable, ISpanParsable<T>, IEquatable<T>
    {
        string text = CacheKeyText.Format(a);
        return CacheKeyText.TryParse<T>(text, out T? read) && read.Equals(a) && (text == CacheKeyText.Format(b)) == a.Equals(b);
    }
}
