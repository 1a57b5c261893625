using System.Text;
using System.Text.Json;
using CodeGen.Runtime.Costs.Tests.Focus;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public class CostReportWritingTests
{
    private static readonly DateTimeOffset s_march = new(2026, 3, 10, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task WriteCsvAsync_Groups_HaveExactAmountsAndHarmlessNames()
    {
        using MeteredHost host = CostReportTests.Hosted();
        CostReportTests.Use(host, "=1+1", "cheap", 3, s_march);
        CostReportTests.Use(host, "a \"b\", c", "dear", 1_000_001, s_march);
        CostReportTests.Use(host, null, "cheap", 1, s_march);
        CostReport report = host.Report(static r => r.Period(2026, 3).GroupBy("project").CompareWithPrevious());

        Dictionary<string, string>[] rows = CsvText.Parse(await CsvAsync(report));
        Dictionary<string, string>[] plain = CsvText.Parse(await CsvAsync(report, new CostReportCsvOptions { ForSpreadsheets = false }));

        rows.Select(static row => row["project"]).Should().Equal("a \"b\", c", "'=1+1", "");
        plain.Select(static row => row["project"]).Should().Equal("a \"b\", c", "=1+1", "");
        rows.Select(static row => row["costUSD"]).Should().Equal("10.00001", "0.000003", "0.000001");
        rows.Select(static row => row["perRequestUSD"]).Should().Equal("10.00001", "0.000003", "0.000001");
        rows.Should().OnlyContain(static row => row["isConverted"] == "true" && row["charges"] == "1" && row["previousUSD"].Length == 0);
    }

    [Fact]
    public async Task WriteCsvAsync_NotGrouped_IsTheTotal()
    {
        using MeteredHost host = CostReportTests.Hosted();
        CostReportTests.Use(host, "a", "cheap", 3, s_march);

        CsvText.Parse(await CsvAsync(host.Report(static r => r.Period(2026, 3)))).Single()["costUSD"].Should().Be("0.000003");
    }

    [Fact]
    public async Task WriteJsonAsync_Report_HasAllOfItWithAmountsAsTexts()
    {
        using MeteredHost host = CostReportTests.Hosted();
        CostReportTests.Use(host, "a", "cheap", 1_000, s_march);
        CostReportTests.Use(host, "b", "who?", 1_000, s_march);
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1), new CostTerms { EventTime = s_march });
        using var stream = new MemoryStream();

        await host.Report(static r => r.Period(2026, 3).GroupBy("project").CompareWithPrevious()).WriteJsonAsync(stream);

        JsonElement json = JsonDocument.Parse(stream.ToArray()).RootElement;
        json.GetProperty("total").GetProperty("convertedCost").GetString().Should().Be("0.001");
        json.GetProperty("total").GetProperty("unconverted")[0].GetProperty("currency").GetString().Should().Be("CNY");
        json.GetProperty("groups").EnumerateArray().Select(static group => group.GetProperty("key")[0].GetString()).Should().Equal("a", null, "b");
        json.GetProperty("unpriced")[0].GetProperty("item").GetString().Should().Be("who?");
        json.GetProperty("groups")[0].GetProperty("change").GetProperty("isNew").GetBoolean().Should().BeTrue();
    }

    private static async Task<string> CsvAsync(CostReport report, CostReportCsvOptions? options = null)
    {
        using var stream = new MemoryStream();
        await report.WriteCsvAsync(stream, options);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
