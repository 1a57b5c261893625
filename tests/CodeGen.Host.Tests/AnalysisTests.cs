using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CodeGen.Host.Tests.Support;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Host.Tests;

public sealed class AnalysisTests
{
    private const string Limits = "CodeGenRuntime:Costs:Budgets:Definitions";

    [Fact]
    public async Task Analysis_OfALedgerWithAHistory_SaysWhereCostsGo()
    {
        await using FakeModel model = await FakeModel.StartAsync();
        await using TestHost host = await model.HostAsync("sk-1", ($"{Limits}:small:Limit", "0.01"), ($"{Limits}:large:Limit", "1000"), ($"{Limits}:day:Limit", "5"), ($"{Limits}:day:Period", "Rolling"));
        using HttpResponseMessage generated = await host.Http.GenerateSampleAsync("petstore.json");
        generated.EnsureSuccessStatusCode();
        Machines(host, days: 40);

        JsonElement analysis = await host.Http.GetFromJsonAsync<JsonElement>("/analysis");

        JsonElement month = analysis.GetProperty("month");
        decimal[] quantiles = [.. month.GetProperty("quantiles").EnumerateObject().Select(static one => Amount(one.Value))];
        quantiles.Should().HaveCount(5).And.BeInAscendingOrder();
        quantiles[0].Should().BeGreaterThanOrEqualTo(Amount(month.GetProperty("spent")));
        analysis.GetProperty("trend").GetProperty("changePerMonth").GetProperty("isClear").ValueKind.Should().BeOneOf(JsonValueKind.True, JsonValueKind.False);
        JsonElement machine = analysis.GetProperty("machines").GetProperty("resources").EnumerateArray().Single(static one => one.GetProperty("name").GetString() == "vm-1");
        machine.GetProperty("idleShare").GetDouble().Should().BeApproximately(0.75, 1e-6);
        analysis.GetProperty("anomalies").ValueKind.Should().Be(JsonValueKind.Array);

        JsonElement Budget(string name) => analysis.GetProperty("budgets").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);
        Budget("small").GetProperty("probability").GetDouble().Should().Be(1);
        Budget("small").GetProperty("exhausted").GetProperty("expected").GetDateTimeOffset().Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5));
        Budget("large").GetProperty("probability").GetDouble().Should().Be(0);
        Budget("large").GetProperty("exhausted").ValueKind.Should().Be(JsonValueKind.Null);
        Budget("day").GetProperty("window").ValueKind.Should().Be(JsonValueKind.Null, "a rolling period has no end");
    }

    [Fact]
    public async Task Analysis_OfAProject_IsOfItsCostsOnly()
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, string>());
        Machines(host, days: 10);

        JsonElement mine = await host.Http.GetFromJsonAsync<JsonElement>("/analysis?project=p42&days=10&anomalyDays=1&groupBy=tag.team");
        JsonElement other = await host.Http.GetFromJsonAsync<JsonElement>("/analysis?project=p43");

        mine.GetProperty("project").GetString().Should().Be("p42");
        Amount(mine.GetProperty("trend").GetProperty("total")).Should().BePositive();
        Amount(other.GetProperty("trend").GetProperty("total")).Should().Be(0);
        other.GetProperty("machines").GetProperty("all").GetProperty("idleShare").ValueKind.Should().Be(JsonValueKind.Null, "nothing was observed");
    }

    [Fact]
    public async Task Analysis_EmptyLedger_IsAllTheSameAnAnswer()
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, string>());

        JsonElement analysis = await host.Http.GetFromJsonAsync<JsonElement>("/analysis");

        Amount(analysis.GetProperty("month").GetProperty("expected")).Should().Be(0);
        analysis.GetProperty("unitCosts").GetArrayLength().Should().Be(0);
        analysis.GetProperty("budgets").GetArrayLength().Should().Be(0);
    }

    [Theory]
    [InlineData("?days=0", "query: days", "'0'")]
    [InlineData("?days=401", "query: days", "401")]
    [InlineData("?days=ten", "query: days", "ten")]
    [InlineData("?days=", "query: days", "empty")]
    [InlineData("?anomalyDays=32", "query: anomalyDays", "32")]
    [InlineData("?groupBy=colour", "query: groupBy", "colour")]
    [InlineData("?groupBy=day", "query: groupBy", "day")]
    [InlineData("?groupBy=tag.", "query: groupBy", "tag.")]
    [InlineData("?project=a&project=b", "query: project", "twice")]
    [InlineData("?user=u7", "query: user", "no parameter")]
    public async Task Analysis_ParameterThatCannotBe_IsA400ThatSaysWhich(string query, string place, string said)
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, string>());

        using HttpResponseMessage response = await host.Http.GetAsync("/analysis" + query);

        using JsonDocument problem = JsonDocument.Parse(await response.ProblemAsync(400));
        problem.RootElement.GetProperty("place").GetString().Should().Be(place);
        problem.RootElement.GetProperty("detail").GetString().Should().Contain(said).And.NotContain("(Parameter");
    }

    [Fact]
    public async Task Root_Asked_NamesTheAnalysis()
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, string>());

        (await host.Http.GetStringAsync("/")).Should().Contain($"{host.Http.BaseAddress!.ToString().TrimEnd('/')}/analysis");
    }

    /// <summary>Books a machine of which a quarter of the hours had work.</summary>
    private static void Machines(TestHost host, int days)
    {
        ICostTracker tracker = host.Services.GetRequiredService<ICostTracker>();
        DateTimeOffset first = DateTimeOffset.UtcNow.AddDays(-days);
        for (int hour = 0; hour < days * 24; hour++)
        {
            var terms = new CostTerms { EventTime = first.AddHours(hour), Attribution = new CostAttribution { Project = "p42" } };
            tracker.TrackCompute(MeterNames.CpuHours, TimeSpan.FromHours(1), "vm-1", terms);
            tracker.TrackBusy(TimeSpan.FromMinutes(15), "vm-1", terms);
        }
    }

    private static decimal Amount(JsonElement amount) => decimal.Parse(amount.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);
}
