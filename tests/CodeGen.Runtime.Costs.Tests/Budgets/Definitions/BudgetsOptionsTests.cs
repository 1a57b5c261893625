using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Options become definitions, or errors that say where, what and what to do.</summary>
public sealed class BudgetsOptionsTests
{
    private const string Path = "CodeGenRuntime:Costs:Budgets:Definitions:team";

    public static TheoryData<string, Action<BudgetOptions>> Mistakes => new()
    {
        { $"{Path}:Limit is 0; it must be above 0*Mode to Observe*", static o => o.Limit = 0 },
        { $"{Path}:Limit is -1;*", static o => o.Limit = -1 },
        { $"{Path}:Limit is 1000000000000000000000001;*", static o => o.Limit = 1_000_000_000_000_000_000_000_001m },
        { $"{Path}:Currency is 'dollars'; write an ISO 4217 code*", static o => o.Currency = "dollars" },
        { $"{Path}:Currency is 'XXX';*", static o => o.Currency = "XXX" },
        { $"{Path}:Scope:projekt is no dimension; write one of service, resource, user, project, model, or tag. and a tag's name.", static o => o.Scope["projekt"] = "p42" },
        { $"{Path}:Scope:project is 'p42'; no attribution has this value as it is written.*", static o => o.Scope["project"] = " p42" },
        { $"{Path}:Scope:project is '';*", static o => o.Scope["project"] = "" },
        { $"{Path}:Alerts has 0; each is a share*0.8 for 80 %.", static o => o.Alerts.Add(0) },
        { $"{Path}:Alerts has 80;*", static o => o.Alerts.Add(80) },
        { $"{Path}:Alerts has 0.1234567;*", static o => o.Alerts.Add(0.1234567m) },
        { $"{Path}:Zone: The time zone 'Mars/Olympus' is not known on this machine.*tzdata*", static o => o.Zone = "Mars/Olympus" },
        { $"{Path}:FiscalYearStart:*13*", static o => (o.Period, o.FiscalYearStart) = (BudgetPeriodKind.FiscalYear, 13) },
        { $"{Path}:Rolling: A rolling period is between*", static o => (o.Period, o.Rolling) = (BudgetPeriodKind.Rolling, TimeSpan.Zero) },
        { $"{Path}:Buckets:*", static o => (o.Period, o.Buckets) = (BudgetPeriodKind.Rolling, 97) },
        { $"{Path}:Period: Once needs From and Until.", static o => o.Period = BudgetPeriodKind.Once },
        { $"{Path}:Until: A budget's range ends*", static o => (o.Period, o.From, o.Until) = (BudgetPeriodKind.Once, BudgetHost.Start, BudgetHost.Start) },
        { $"{Path}:Period: 99 must be one of Day,*", static o => o.Period = (BudgetPeriodKind)99 },
        { $"{Path}:AlertOnForecast is 0; it must be a probability above 0 and at most 1: 0.8 for 80 %.", static o => o.AlertOnForecast = 0 },
        { $"{Path}:AlertOnForecast is 80;*", static o => o.AlertOnForecast = 80 },
        { $"{Path}:AlertOnForecast is NaN;*", static o => o.AlertOnForecast = double.NaN },
        { $"{Path}:AlertOnForecast is 0.8, and Period is Rolling, which has no end to forecast to.*Month.", static o => (o.AlertOnForecast, o.Period) = (0.8, BudgetPeriodKind.Rolling) },
        { $"{Path}:Mode is 7; it must be one of Observe, Enforce.", static o => o.Mode = (BudgetMode)7 },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Validate_AMistake_NamesPathValueAndRemedy(string message, Action<BudgetOptions> mistake)
    {
        var options = new BudgetsOptions { Definitions = { ["team"] = new BudgetOptions { Limit = 5 } } };
        mistake(options.Definitions["team"]);
        new BudgetsOptionsValidator().Validate(null, options).Failures.Should().ContainSingle().Which.Should().Match(message);
    }

    [Fact]
    public void Validate_NamesAndLease_AreChecked()
    {
        var options = new BudgetsOptions { Lease = TimeSpan.Zero, Definitions = { ["a b"] = new BudgetOptions { Limit = 5 } } };
        new BudgetsOptionsValidator().Validate(null, options).Failures.Should().BeEquivalentTo(
            "CodeGenRuntime:Costs:Budgets:Lease is 00:00:00; it must be between 00:00:01 and 1.00:00:00.",
            "CodeGenRuntime:Costs:Budgets:Definitions:a b: a budget's name is 1 to 64 ASCII letters, digits, '.', '_' or '-'.");
    }

    [Fact]
    public void Validate_WhatNodesShare_IsChecked()
    {
        var options = new BudgetsOptions { SharedMode = (SharedBudgetMode)7, ChunkLife = TimeSpan.FromMinutes(2), ForecastInterval = TimeSpan.FromSeconds(59), LocalShare = 0.6m };
        new BudgetsOptionsValidator().Validate(null, options).Failures.Should().BeEquivalentTo(
            "CodeGenRuntime:Costs:Budgets:ChunkLife is 00:02:00; it must be between 00:00:00.1000000 and 00:01:00.",
            "CodeGenRuntime:Costs:Budgets:ForecastInterval is 00:00:59; it must be between 00:01:00 and 1.00:00:00.",
            "CodeGenRuntime:Costs:Budgets:SharedMode is 7; it must be one of Exact, Leased.",
            "CodeGenRuntime:Costs:Budgets:LocalShare is 0.6; it must be a share between 0 and 0.5, with 6 decimals at most: 0.1 for 10 %. 0 sets nothing aside.");
    }

    [Fact]
    public void GetBudgets_WithAMistake_ThrowsBeforeAnythingIsReserved()
    {
        using ServiceProvider services = new ServiceCollection().AddBudget("team", static b => b.Monthly(0)).BuildServiceProvider();
        services.Invoking(static s => s.GetRequiredService<IBudgets>()).Should().Throw<OptionsValidationException>().WithMessage("*team:Limit is 0*");
    }

    [Fact]
    public void AddBudget_AllOfIt_IsInTheDefinition()
    {
        using ServiceProvider services = new ServiceCollection()
            .AddBudget("team", static b => b.Scope("project", "p42").Scope("tag.team", "core").Monthly(500m, zone: "Asia/Shanghai").Alert(0.5, 1.0, 0.8, 0.5).Enforce())
            .AddBudget("fiscal", static b => b.FiscalYearly(1, 4, "Asia/Kolkata"))
            .AddBudget("weekly", static b => b.Weekly(1, fromSunday: true).In("CNY"))
            .BuildServiceProvider();
        IReadOnlyList<BudgetDefinition> definitions = services.GetRequiredService<IBudgets>().Definitions;
        definitions.Select(static d => $"{d.Name}: {d.Limit} per {d.Period}, {d.Mode}").Should().Equal(
            "fiscal: 1 USD per fiscal year from month 4 in Asia/Kolkata, Observe", "team: 500 USD per month in Asia/Shanghai, Enforce", "weekly: 1 CNY per week from Sunday in UTC, Observe");
        definitions[1].Scope.Select(static pair => pair.ToString()).Should().Equal("[project, p42]", "[tag.team, core]");
        definitions[1].Alerts.Should().Equal(0.5m, 0.8m, 1m);
    }

    [Fact]
    public void Bind_FromConfiguration_ReadsAllSettings()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"{Path}:Scope:project"] = "p42",
            [$"{Path}:Scope:tag.team"] = "core",
            [$"{Path}:Period"] = "SundayWeek",
            [$"{Path}:Zone"] = "Asia/Shanghai",
            [$"{Path}:Limit"] = "12.5",
            [$"{Path}:Currency"] = "CNY",
            [$"{Path}:Alerts:0"] = "0.8",
            [$"{Path}:Mode"] = "Enforce",
            [$"{Path}:AlertOnForecast"] = "0.75",
            ["CodeGenRuntime:Costs:Budgets:ForecastInterval"] = "00:15:00",
            ["CodeGenRuntime:Costs:Budgets:SharedMode"] = "Leased",
            ["CodeGenRuntime:Costs:Budgets:ChunkLife"] = "00:00:02",
            ["CodeGenRuntime:Costs:Budgets:LocalShare"] = "0.25",
        }).Build();
        var services = new ServiceCollection();
        services.AddBudgets().Services.Configure<BudgetsOptions>(configuration.GetSection(BudgetsOptions.SectionName));
        using ServiceProvider provider = services.BuildServiceProvider();
        BudgetDefinition definition = provider.GetRequiredService<IBudgets>().Definitions.Should().ContainSingle().Subject;
        definition.Should().BeEquivalentTo(new { Name = "team", Limit = Money.Of(12.5m, Currency.Cny), Mode = BudgetMode.Enforce, Alerts = new[] { 0.8m }, AlertOnForecast = 0.75 });
        definition.Scope.Should().HaveCount(2);
        provider.GetRequiredService<IOptions<BudgetsOptions>>().Value.Should().BeEquivalentTo(new { SharedMode = SharedBudgetMode.Leased, ChunkLife = TimeSpan.FromSeconds(2), LocalShare = 0.25m, ForecastInterval = TimeSpan.FromMinutes(15) });
        definition.Period.ToString().Should().Be("week from Sunday in Asia/Shanghai");
    }
}
