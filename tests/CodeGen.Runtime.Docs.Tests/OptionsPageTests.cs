using System.Collections;
using System.Globalization;
using System.Reflection;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.Costs;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Docs.Tests;

public sealed class OptionsPageTests
{
    [Theory]
    [InlineData(typeof(TieredCacheOptions), TieredCacheOptions.SectionName)]
    [InlineData(typeof(CoordinationOptions), CoordinationOptions.SectionName)]
    [InlineData(typeof(CodeGenRuntimeOptions), CodeGenRuntimeOptions.SectionName)]
    [InlineData(typeof(CostMeteringOptions), CostMeteringOptions.SectionName)]
    [InlineData(typeof(PriceBookOptions), PriceBookOptions.SectionName)]
    [InlineData(typeof(CostAttributionOptions), CostAttributionOptions.SectionName)]
    [InlineData(typeof(BudgetsOptions), BudgetsOptions.SectionName)]
    [InlineData(typeof(BudgetAlertsOptions), BudgetAlertsOptions.SectionName)]
    [InlineData(typeof(AlertWebhookOptions), null)]
    [InlineData(typeof(AlertSlackOptions), null)]
    [InlineData(typeof(CostRecommendationOptions), CostRecommendationOptions.SectionName)]
    [InlineData(typeof(ModelAlternativeOptions), null)]
    [InlineData(typeof(DeferrableRequestsOptions), null)]
    [InlineData(typeof(UnboundRequestsOptions), null)]
    [InlineData(typeof(PromptPrefixOptions), null)]
    [InlineData(typeof(MachineOfferOptions), null)]
    [InlineData(typeof(MachinePoolOptions), null)]
    [InlineData(typeof(MachineSplitOptions), null)]
    [InlineData(typeof(PostgreSqlCostsOptions), PostgreSqlCostsOptions.SectionName)]
    [InlineData(typeof(RegionOptions), null)]
    [InlineData(typeof(CacheEntryOptions), null)]
    public void Properties_OfTheType_AreTheRowsOfItsTableWithTheirDefaults(Type type, string? section)
    {
        object defaults = Activator.CreateInstance(type)!;
        IEnumerable<string> properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => $"`{property.Name}` {Shown(property.GetValue(defaults))}");

        IEnumerable<string[]> rows = MarkdownPage.Rows(MarkdownPage.Of("docs/options.md").Section(type.Name)).Skip(1);

        rows.Select(cells => $"{cells[0].Replace($"{section}:", string.Empty, StringComparison.Ordinal)} {cells[1]}").Should().BeEquivalentTo(properties);
    }

    [Theory]
    [InlineData(TieredCacheOptions.SectionName)]
    [InlineData(CoordinationOptions.SectionName)]
    [InlineData(CodeGenRuntimeOptions.SectionName)]
    [InlineData(CostMeteringOptions.SectionName)]
    [InlineData(PriceBookOptions.SectionName)]
    [InlineData(CostAttributionOptions.SectionName)]
    [InlineData(BudgetsOptions.SectionName)]
    [InlineData(BudgetAlertsOptions.SectionName)]
    [InlineData(CostRecommendationOptions.SectionName)]
    [InlineData(PostgreSqlCostsOptions.SectionName)]
    public void ConfigurationSection_IsNamed(string section) =>
        MarkdownPage.Of("docs/options.md").Prose.Should().Contain(line => line.Contains($"`{section}`", StringComparison.Ordinal));

    /// <summary>A default as it would be written in a configuration file.</summary>
    private static string Shown(object? value) => value switch
    {
        null => "`null`",
        bool flag => flag ? "`true`" : "`false`",
        TimeSpan span => $"`{span:c}`",
        IFormattable number => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
        string text => $"`{text}`",
        IEnumerable => "empty",
        _ => $"`{value.GetType().Name}`",
    };
}
