using System.Diagnostics;
using System.Globalization;

namespace CodeGen.Runtime.Conformance.Tests;

/// <summary>The cases that lie here, as a user runs them, and that a wrong one is found.</summary>
public sealed class PriceTests
{
    [Theory]
    [InlineData("published-cases.json", 111)]
    [InlineData("own-cases.json", 29)]
    public async Task Price_CasesThatLieHere_AllExact(string file, int count)
    {
        (int code, string output) = await RunAsync("price", Path.Combine(AppContext.BaseDirectory, "Cases", file));

        output.TrimEnd().Should().Be($"{count} passed, 0 failed");
        code.Should().Be(0);
    }

    [Theory]
    [InlineData("""{"id":"x","model":"m","usage":{"input":1},"rates":{"input":"1"},"expected_usd":"0.000001000000000001"}""", "FAILED x: expected 0.000001000000000001, got 0.000001 USD")]
    [InlineData("""{"id":"x","model":"m","usage":{"input":1},"rates":{"input":"1"},"expected_usd":"ERROR"}""", "FAILED x: expected ERROR, got 0.000001 USD")]
    [InlineData("""{"id":"x","model":"m","usage":{"input":1},"expected_usd":"0"}""", "FAILED x: expected 0, got ERROR: No price of the model 'm'")]
    [InlineData("""{"id":"x","model":"m","usage":{"runtimeSeconds":15},"options":{"fees":{"runtimePerHour":"0.08"}},"rates":{},"expected_usd":"0.000333333333"}""", "FAILED x: expected 0.000333333333, got 1000000000/3 pico USD")]
    public async Task Price_WrongCase_FailsWithALine(string json, string line)
    {
        string path = Path.Combine(Path.GetTempPath(), $"case-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(path, $$"""{"cases":[{{json}}]}""");
        try
        {
            (int code, string output) = await RunAsync("price", path);

            output.Should().StartWith(line).And.EndWith(string.Create(CultureInfo.InvariantCulture, $"{0} passed, {1} failed{Environment.NewLine}"));
            code.Should().Be(1);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Price_AnotherCatalogue_IsUsedInPlaceOfTheEmbedded()
    {
        string catalogue = Path.Combine(Path.GetTempPath(), $"catalogue-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(catalogue, """{"models":[]}""");
        try
        {
            (int code, string output) = await RunAsync("price", Path.Combine(AppContext.BaseDirectory, "Cases", "own-cases.json"), catalogue);

            output.Should().Contain("FAILED own-24: expected 1.25, got ERROR");
            code.Should().Be(1);
        }
        finally
        {
            File.Delete(catalogue);
        }
    }

    [Fact]
    public async Task Price_WithoutAFile_ExitsWithTwo() => (await RunAsync("price", "/no/such/file.json")).Code.Should().Be(2);

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(Arguments).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
