using System.Globalization;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Amounts survive as three numbers that a double holds exactly.</summary>
public sealed class LimbTextTests
{
    private static readonly Gen<Int128> s_all = Gen.Select(Gen.ULong, Gen.ULong, Gen.Int[0, 127]).Select(static (high, low, shift) => (Int128)new UInt128(high, low) >> shift);

    [Fact]
    public void Parse_OfWhatOfWrites_IsTheSame() => s_all.Sample(static picos =>
    {
        string text = LimbText.Of(picos);
        LimbText.Parse(text).Should().Be(picos);
        long[] limbs = [.. text.Split(':').Select(static limb => long.Parse(limb, CultureInfo.InvariantCulture))];
        limbs.Should().HaveCount(3).And.OnlyContain(static limb => Math.Abs(limb) < 1L << 52, "the sum of two with a carry is exact then");
        limbs[1..].Should().OnlyContain(static limb => limb >= 0 && limb < 1_000_000_000_000, "only the first has a sign");
    });

    [Theory]
    [InlineData("0", "0:0:0")]
    [InlineData("-1", "-1:999999999999:999999999999")]
    [InlineData("1500000000000", "0:1:500000000000")]
    [InlineData("9007199254740993", "0:9007:199254740993")]
    [InlineData("1000000000000000000000000000000000000", "1000000000000:0:0")]
    public void Of_Known_IsUnitsAndPicos(string picos, string text) => LimbText.Of(Int128.Parse(picos, CultureInfo.InvariantCulture)).Should().Be(text);

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("5:6")]
    public void Parse_OfSomethingElse_Says(string text) => FluentActions.Invoking(() => LimbText.Parse(text)).Should().Throw<FormatException>().WithMessage($"'{text}' is no amount*");
}
