using System.Reflection;
using System.Text.RegularExpressions;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Costs;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Docs.Tests;

public sealed partial class TelemetryPageTests
{
    private static readonly MarkdownPage s_page = MarkdownPage.Of("docs/telemetry.md");

    [Theory]
    [InlineData(typeof(CachingDiagnostics), "Instruments")]
    [InlineData(typeof(CostsDiagnostics), "Instruments of costs")]
    public void Instruments_OfTheMeter_AreTheRowsOfTheTable(Type diagnostics, string section)
    {
        IEnumerable<string> names = diagnostics.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(static field => field.IsLiteral && field.Name != nameof(CachingDiagnostics.Name) && !IsActivity(field))
            .Select(Shown);

        FirstCells(section).Should().BeEquivalentTo(names);
    }

    [Fact]
    public void PostgreSqlInstruments_OfTheMeter_AreTheRowsOfTheTable() =>
        FirstCells("PostgreSQL").Should().BeEquivalentTo(
            typeof(PostgreSqlCostsDiagnostics).GetFields(BindingFlags.Public | BindingFlags.Static).Where(static field => field.Name != nameof(PostgreSqlCostsDiagnostics.Name)).Select(Shown));

    [Fact]
    public void Activities_OfTheSource_AreTheRowsOfTheTable() =>
        FirstCells("Traces").Should().BeEquivalentTo(typeof(CachingDiagnostics).GetFields(BindingFlags.Public | BindingFlags.Static).Where(IsActivity).Select(Shown));

    [Theory]
    [InlineData(CachingDiagnostics.Name)]
    [InlineData(CostsDiagnostics.Name)]
    public void MetersAndActivitySource_AreNamed(string name) =>
        s_page.Prose.Should().Contain(line => line.Contains($"`{name}`", StringComparison.Ordinal));

    [Fact]
    public void LogEvents_OfTheSources_AreTheRowsOfTheTableWithTheirLevels()
    {
        IEnumerable<string> declared = Repository.Files("src", "*.cs")
            .SelectMany(static file => LoggerMessage().Matches(File.ReadAllText(file)))
            .Select(static match => $"{match.Groups["id"].Value} `{match.Groups["name"].Value}` {match.Groups["level"].Value}");

        IEnumerable<string> documented = MarkdownPage.Rows(s_page.Section("Log events")).Skip(1).Select(static cells => string.Join(' ', cells.Take(3)));

        documented.Should().BeEquivalentTo(declared);
    }

    [Fact]
    public void HealthData_OfTheCheck_AreTheRowsOfTheTable()
    {
        IEnumerable<string> keys = HealthDatum().Matches(Repository.Read("src/CodeGen.Runtime.Caching/Diagnostics/TieredCacheHealthCheck.cs"))
            .Select(static match => $"`{match.Groups[1].Value}`");

        FirstCells("Health check").Should().BeEquivalentTo(keys);
    }

    private static bool IsActivity(FieldInfo field) => field.IsLiteral && field.Name.EndsWith("Activity", StringComparison.Ordinal);

    private static string Shown(FieldInfo field) => $"`{(string)field.GetRawConstantValue()!}`";

    private static IEnumerable<string> FirstCells(string section) => MarkdownPage.Rows(s_page.Section(section)).Skip(1).Select(static cells => cells[0]);

    [GeneratedRegex(@"\[LoggerMessage\((?<id>\d+), LogLevel\.(?<level>\w+), ""[^\n]*\n\s*public static partial void (?<name>\w+)\(")]
    private static partial Regex LoggerMessage();

    [GeneratedRegex(@"\[""([\w.]+)""\] = ")]
    private static partial Regex HealthDatum();
}
