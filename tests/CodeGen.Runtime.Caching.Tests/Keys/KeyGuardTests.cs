using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Keys;

public class KeyGuardTests
{
    private const int Limit = 1024;

    [Theory]
    [InlineData("a")]
    [InlineData("code_gen:p42:a.cs")]
    [InlineData("{tag}:*:[x]\\")]
    [InlineData("'); return redis.call('FLUSHALL') --")]
    [InlineData("line\r\nbreak\0")]
    [InlineData("smile \U0001F600")]
    public void Validate_UnusualButUnambiguousKey_IsAccepted(string key) => Validating(key).Should().NotThrow();

    [Fact]
    public void Validate_NullOrEmpty_IsRefused()
    {
        Validating(null!).Should().Throw<ArgumentNullException>();
        Validating("").Should().Throw<ArgumentException>().WithMessage("*key is empty*");
    }

    [Fact]
    public void Validate_Megabyte_NamesLengthLimitAndRemedyBriefly()
    {
        Validating(new string('k', Limit)).Should().NotThrow();
        Validating(new string('k', 1 << 20)).Should().Throw<ArgumentException>().WithMessage("*1048576*1024*hash*[CacheKey]*")
            .Which.Message.Length.Should().BeLessThan(300);
    }

    [Fact]
    public void Validate_UnpairedSurrogate_NamesPosition()
    {
        Validating("ab\uD800").Should().Throw<ArgumentException>().WithMessage("*\\uD800*position 2*");
        Validating("\uDC00\uD800").Should().Throw<ArgumentException>().WithMessage("*position 0*");
        Validating("\U0001F600\uD800x").Should().Throw<ArgumentException>().WithMessage("*position 2*");
    }

    [Fact]
    public void Validate_ControlCharactersInAMessage_AreEscaped()
    {
        string hostile = "a\r\nforged\u202Eline\u2028" + new string('x', 60) + "\U0001F600" + new string('y', Limit);

        string message = Validating(hostile).Should().Throw<ArgumentException>().Which.Message.Split(';')[0];

        message.Should().Contain("'a\\u000D\\u000Aforged\\u202Eline\\u2028x").And.Contain("…");
        message.Any(char.IsControl).Should().BeFalse();
    }

    [Fact]
    public void Excerpt_PairAtTheCut_IsNotTornApart()
    {
        string text = new string('x', Excerpt.MaxLength - 1) + "\U0001F600";

        Excerpt.Of(text).Should().Be("'" + text[..(Excerpt.MaxLength - 1)] + "'…");
    }

    private static Action Validating(string key) => () => KeyGuard.Validate(key, Limit);
}
