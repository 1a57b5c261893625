using CodeGen.Runtime.Conformance.Focus;

namespace CodeGen.Runtime.Conformance.Tests.Focus;

/// <summary>Formats of cells, at their edges.</summary>
public sealed class FormatChecksTests
{
    [Theory]
    [InlineData("0", true)]
    [InlineData("-12.500", true)]
    [InlineData("1.5E10", true)]
    [InlineData("1E-7", true)]
    [InlineData("+1", false)]
    [InlineData("1E+7", false)]
    [InlineData("1,000", false)]
    [InlineData(".5", false)]
    [InlineData("5.", false)]
    [InlineData("1/2", false)]
    [InlineData("$1", false)]
    [InlineData(" 1", false)]
    [InlineData("1\n", false)]
    [InlineData("", false)]
    public void IsPlain_Number_IsNumericFormat(string cell, bool expected) => ExactNumber.IsPlain(cell).Should().Be(expected);

    [Theory]
    [InlineData("1.50", "1.5")]
    [InlineData("-0.000000000001", "-0.000000000001")]
    [InlineData("1.5E3", "1500")]
    [InlineData("15E-3", "0.015")]
    [InlineData("+1,000", "1000")]
    [InlineData("170141183460469231731687303.715884105727", "170141183460469231731687303.715884105727")]
    public void ToString_Number_HasAllDigits(string cell, string expected)
    {
        ExactNumber.TryParse(cell, out ExactNumber number).Should().BeTrue();
        number.ToString().Should().Be(expected);
    }

    [Theory]
    [InlineData("0.0000000000005", true)]
    [InlineData("0.00000000000050001", false)]
    [InlineData("-0.000000000001", false)]
    public void IsNear_Zero_IsHalfAPico(string cell, bool expected)
    {
        ExactNumber.TryParse(cell, out ExactNumber number).Should().BeTrue();
        number.IsNear(default).Should().Be(expected);
    }

    [Theory]
    [InlineData("1E401")]
    [InlineData("1E-401")]
    [InlineData("1E99999999999")]
    [InlineData("one")]
    public void TryParse_NoNumberOrAbsurd_IsRefused(string cell) => ExactNumber.TryParse(cell, out _).Should().BeFalse();

    [Theory]
    [InlineData("Tokens", true)]
    [InlineData("1000000 Tokens", true)]
    [InlineData("GB", true)]
    [InlineData("Kib", true)]
    [InlineData("GB-Hours", true)]
    [InlineData("GPU-Hours", true)]
    [InlineData("Core-Hours/Day", true)]
    [InlineData("GB/Hour", true)]
    [InlineData("Units/3 Months", true)]
    [InlineData("Images", true)]
    [InlineData("Token", false)]
    [InlineData("tokens", false)]
    [InlineData("TOKENS", false)]
    [InlineData("1M Tokens", false)]
    [InlineData("1.5 Tokens", false)]
    [InlineData("0 Tokens", false)]
    [InlineData("kB", false)]
    [InlineData("Cores-Hours", false)]
    [InlineData("GB-Hour", false)]
    [InlineData("GB/Hours", false)]
    [InlineData("Tokens ", false)]
    [InlineData("", false)]
    public void IsUnit_Unit_IsUnitFormat(string cell, bool expected) => FormatChecks.IsUnit(cell).Should().Be(expected);
}
