namespace CodeGen.Runtime.Conformance.Tests.Console;

/// <summary>What is wrong with a call is told with name and value.</summary>
public sealed class ArgumentsTests
{
    private static readonly VerbOption[] Options = [new("seconds", "N", null, "how long"), new("faults", "on|off", "on", "whether")];

    [Fact]
    public void Parse_GivenAndDefault_AreRead()
    {
        Arguments arguments = Arguments.Parse(["--seconds", "3"], Options);

        arguments.Int("seconds", 1, 10).Should().Be(3);
        arguments.Switch("faults").Should().BeTrue();
    }

    [Theory]
    [InlineData("--second 3", "*no option --second*--seconds, --faults*")]
    [InlineData("seconds 3", "*'seconds'*--name VALUE*")]
    [InlineData("--seconds", "*--seconds needs a value*")]
    [InlineData("--faults on", "*--seconds N is missing: how long*")]
    [InlineData("--seconds 3 --seconds 4", "*--seconds is given twice*")]
    public void Parse_Wrong_SaysWhatAndHow(string line, string message) =>
        FluentActions.Invoking(() => Arguments.Parse(line.Split(' '), Options)).Should().Throw<UsageException>().WithMessage(message);

    [Theory]
    [InlineData("x")]
    [InlineData("0")]
    [InlineData("11")]
    public void Int_OutOfRange_SaysValueAndRange(string value) =>
        FluentActions.Invoking(() => Arguments.Parse(["--seconds", value], Options).Int("seconds", 1, 10)).Should().Throw<UsageException>().WithMessage($"*--seconds '{value}'*1 to 10*");
}
