using System.Text;
using CodeGen.Runtime.Conformance.Focus;

namespace CodeGen.Runtime.Conformance.Tests.Focus;

/// <summary>Files are read as RFC 4180 has them, and what is no such file is refused with its place.</summary>
public sealed class FocusCsvTests
{
    [Theory]
    [InlineData("a,b\r\n1,2\r\n")]
    [InlineData("a,b\n1,2")]
    [InlineData("\uFEFF\"a\",b\r\n\"1\",\"2\"\r\n")]
    public void Read_AnyLineBreaks_GivesCells(string text)
    {
        FocusCsv file = Read(text);

        file.Columns.Keys.Should().Equal("a", "b");
        file.Rows.Should().ContainSingle().Which.Cells.Should().Equal("1", "2");
    }

    [Fact]
    public void Read_EmptyAndQuotedEmpty_AreNullAndEmptyText()
    {
        FocusCsv file = Read("a,b,c\r\n,\"\",\"x\"\"y,\r\nz\"\r\n1,2,3");

        file.Rows[0].Cells.Should().Equal(null, "", "x\"y,\r\nz");
        file.Rows.Select(static row => row.Line).Should().Equal(2, 4);
        file.Cell(file.Rows[1], "d").Should().BeNull();
    }

    [Theory]
    [InlineData("", "*empty*")]
    [InlineData("a,a\r\n", "*Column 2 is named 'a'*twice*")]
    [InlineData("a,\r\n", "*Column 2*")]
    [InlineData("a,b\r\n1\r\n", "*line 2 has 1 cells*2*")]
    [InlineData("a\r\n\"x", "*line 2 does not close*")]
    [InlineData("a\r\nx\"y\r\n", "*Line 2: a quote inside*")]
    [InlineData("a\r\n\"x\"y\r\n", "*Line 2: 'y' follows*")]
    public void Read_SomethingElse_SaysWhere(string text, string message) =>
        FluentActions.Invoking(() => Read(text)).Should().Throw<InvalidDataException>().WithMessage(message);

    private static FocusCsv Read(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return FocusCsv.Read(stream);
    }
}
