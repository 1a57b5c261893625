using System.Net.Http.Json;
using System.Text.Json;
using CodeGen.Host.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CodeGen.Host.Tests;

public sealed class CostsTests
{
    private const string Limits = "CodeGenRuntime:Costs:Budgets:Definitions";

    [Fact]
    public async Task Generate_Locally_CostsSecondsOfAProcessorOnce()
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, string>());

        using HttpResponseMessage first = await host.Http.GenerateSampleAsync("petstore.json");
        using HttpResponseMessage second = await host.Http.GenerateSampleAsync("petstore.json");

        JsonElement costs = await CostsAsync(host);
        costs.GetProperty("records").GetInt64().Should().Be(1);
        JsonElement compute = costs.GetProperty("byCategory").GetProperty("compute")[0];
        compute.GetProperty("currency").GetString().Should().Be("USD");
        decimal.Parse(compute.GetProperty("amount").GetString()!, System.Globalization.CultureInfo.InvariantCulture).Should().BeInRange(0.000000001m, 0.001m);
    }

    [Fact]
    public async Task Generate_ByAModel_CostsItsTokensAtTheStatedPrice()
    {
        await using FakeModel model = await FakeModel.StartAsync();
        await using TestHost host = await model.HostAsync("sk-1", ($"{Limits}:all:Limit", "5"));

        using HttpResponseMessage response = await host.Http.GenerateSampleAsync("petstore.json");

        response.EnsureSuccessStatusCode();
        JsonElement costs = await CostsAsync(host);
        costs.GetProperty("total")[0].GetProperty("amount").GetString().Should().Be("0.0048", "1,200 tokens at 2 and 300 at 8 USD a million");
        JsonElement budget = costs.GetProperty("budgets")[0];
        budget.GetProperty("spent").GetProperty("amount").GetString().Should().Be("0.0048");
        budget.GetProperty("held").GetProperty("amount").GetString().Should().Be("0");
        budget.GetProperty("remaining").GetProperty("amount").GetString().Should().Be("4.9952");
    }

    [Fact]
    public async Task Generate_OverBudget_IsA429ThatSaysWhichHowMuchAndWhen()
    {
        await using FakeModel model = await FakeModel.StartAsync();
        await using TestHost host = await model.HostAsync(
            "sk-1", ($"{Limits}:p42:Limit", "0.001"), ($"{Limits}:p42:Mode", "Enforce"), ($"{Limits}:p42:Scope:project", "p42"), ($"{Limits}:p42:Period", "Day"));

        using HttpResponseMessage refused = await host.Http.GenerateSampleAsync("petstore.json");
        using HttpResponseMessage other = await host.Http.GenerateSampleAsync("petstore.json", project: "p43");

        string body = await refused.ProblemAsync(429);
        using JsonDocument problem = JsonDocument.Parse(body);
        problem.RootElement.GetProperty("budget").GetString().Should().Be("p42");
        problem.RootElement.GetProperty("limit").GetProperty("amount").GetString().Should().Be("0.001");
        problem.RootElement.GetProperty("remaining").GetProperty("amount").GetString().Should().Be("0.001");
        DateTimeOffset renews = problem.RootElement.GetProperty("renewsAt").GetDateTimeOffset();
        renews.TimeOfDay.Should().Be(TimeSpan.Zero);
        refused.Headers.RetryAfter!.Date.Should().Be(renews);
        other.EnsureSuccessStatusCode();
        model.Requests.Should().ContainSingle("the refused one was never asked");
    }

    [Fact]
    public async Task Generate_ModelRefuses_NothingStaysHeld()
    {
        await using FakeModel model = await FakeModel.StartAsync();
        model.Answer = static http => FakeModel.FailAsync(http, 500, "no");
        await using TestHost host = await model.HostAsync("sk-1", ($"{Limits}:all:Limit", "5"), ($"{Limits}:all:Mode", "Enforce"));

        using HttpResponseMessage response = await host.Http.GenerateSampleAsync("petstore.json");

        await response.ProblemAsync(502);
        JsonElement costs = await CostsAsync(host);
        costs.GetProperty("indeterminate").GetInt32().Should().Be(0);
        costs.GetProperty("budgets")[0].GetProperty("held").GetProperty("amount").GetString().Should().Be("0");
        costs.GetProperty("records").GetInt64().Should().Be(0);
    }

    [Fact]
    public async Task Generate_ConnectionBreaksInTheAnswer_StaysHeldUntilSomebodyDecides()
    {
        await using FakeModel model = await FakeModel.StartAsync();
        model.Answer = static async http =>
        {
            http.Response.ContentLength = 1_000;
            await http.Response.WriteAsync("{\"choices\":");
            http.Abort();
        };
        await using TestHost host = await model.HostAsync("sk-1", ($"{Limits}:all:Limit", "5"), ($"{Limits}:all:Mode", "Enforce"));

        using HttpResponseMessage response = await host.Http.GenerateSampleAsync("petstore.json");

        await response.ProblemAsync(502);
        JsonElement costs = await CostsAsync(host);
        costs.GetProperty("indeterminate").GetInt32().Should().Be(1, "it may be invoiced");
        costs.GetProperty("budgets")[0].GetProperty("held").GetProperty("amount").GetString().Should().NotBe("0");
    }

    [Fact]
    public async Task Generate_AnswerIsCutOff_IsPaidForAllTheSame()
    {
        await using FakeModel model = await FakeModel.StartAsync();
        model.Answer = static http => FakeModel.WriteAsync(http, "half", "length");
        await using TestHost host = await model.HostAsync("sk-1");

        using HttpResponseMessage response = await host.Http.GenerateSampleAsync("petstore.json");

        await response.ProblemAsync(502);
        (await CostsAsync(host)).GetProperty("total")[0].GetProperty("amount").GetString().Should().Be("0.0048");
    }

    [Fact]
    public async Task Costs_LedgerPathSet_OutliveTheProcess()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("codegen-host-costs-");
        try
        {
            var settings = new Dictionary<string, string> { ["CodeGenRuntime:Costs:LedgerPath"] = directory.FullName };
            JsonElement before;
            await using (TestHost host = await TestHost.StartAsync(settings))
            {
                using HttpResponseMessage response = await host.Http.GenerateSampleAsync("petstore.json");
                before = await CostsAsync(host);
            }

            await using TestHost again = await TestHost.StartAsync(settings);
            JsonElement after = await CostsAsync(again);

            after.GetProperty("total").GetRawText().Should().Be(before.GetProperty("total").GetRawText());
            after.GetProperty("node").GetGuid().Should().Be(before.GetProperty("node").GetGuid());
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Costs_ByProjectAndModel_AreTheShareOfEach()
    {
        await using FakeModel model = await FakeModel.StartAsync();
        await using TestHost host = await model.HostAsync("sk-1");
        using HttpResponseMessage first = await host.Http.GenerateSampleAsync("petstore.json");
        using HttpResponseMessage second = await host.Http.GenerateSampleAsync("billing.yaml");
        using HttpResponseMessage other = await host.Http.GenerateSampleAsync("petstore.json", project: "p43");

        JsonElement report = await host.Http.GetFromJsonAsync<JsonElement>($"/costs?period={DateTimeOffset.UtcNow:yyyy}&groupBy=project,model");

        report.GetProperty("groupBy").EnumerateArray().Select(static name => name.GetString()).Should().Equal("project", "model");
        report.GetProperty("isWhole").GetBoolean().Should().BeTrue();
        decimal total = report.GetProperty("groups").EnumerateArray().Sum(static group => Amount(group.GetProperty("costs")[0]));
        total.Should().Be(Amount(report.GetProperty("total")[0])).And.BePositive();
        report.GetProperty("groups").EnumerateArray().Select(static group => group.GetProperty("key").GetProperty("project").GetString()).Should().Contain("p42").And.Contain("p43");
        report.GetProperty("groups").EnumerateArray().Sum(static group => group.GetProperty("charges").GetInt64()).Should().Be(report.GetProperty("charges").GetInt64());
    }

    [Theory]
    [InlineData("?groupBy=project&format=csv", null)]
    [InlineData("?groupBy=project", "text/csv")]
    [InlineData("?groupBy=project", "text/csv, application/json;q=0.5")]
    public async Task Costs_AsCsv_HaveAColumnForEachCurrency(string query, string? accept)
    {
        await using FakeModel model = await FakeModel.StartAsync();
        await using TestHost host = await model.HostAsync("sk-1");
        using HttpResponseMessage generated = await host.Http.GenerateSampleAsync("petstore.json");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/costs" + query);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using HttpResponseMessage response = await host.Http.SendAsync(request);

        response.Content.Headers.ContentType!.MediaType.Should().Be("text/csv");
        string[] lines = (await response.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(2);
        lines[0].Should().StartWith("project,isOther,costUSD,");
        lines[1].Should().StartWith("p42,false,0.0048");
    }

    [Theory]
    [InlineData("?period=2026-13", "query: period", "2026-13")]
    [InlineData("?period=yesterday", "query: period", "yesterday")]
    [InlineData("?period=1066", "query: period", "1066")]
    [InlineData("?period=", "query: period", "empty")]
    [InlineData("?period=2026&period=2025", "query: period", "twice")]
    [InlineData("?groupBy=colour", "query: groupBy", "colour")]
    [InlineData("?groupBy=project,project", "query: groupBy", "twice")]
    [InlineData("?groupBy=project,", "query: groupBy", "no dimension")]
    [InlineData("?groupBy=service,user,project,model,day", "query: groupBy", "more than 4")]
    [InlineData("?format=xml", "query: format", "xml")]
    [InlineData("?groupby2=project", "query: groupby2", "no parameter")]
    public async Task Costs_ParameterThatCannotBe_IsA400ThatSaysWhich(string query, string place, string said)
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, string>());

        using HttpResponseMessage response = await host.Http.GetAsync("/costs" + query);

        using JsonDocument problem = JsonDocument.Parse(await response.ProblemAsync(400));
        problem.RootElement.GetProperty("place").GetString().Should().Be(place);
        problem.RootElement.GetProperty("detail").GetString().Should().Contain(said).And.NotContain("(Parameter");
        problem.RootElement.GetProperty("remedy").GetString().Should().NotBeEmpty();
    }

    private static decimal Amount(JsonElement amount) => decimal.Parse(amount.GetProperty("amount").GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static Task<JsonElement> CostsAsync(TestHost host) => host.Http.GetFromJsonAsync<JsonElement>("/costs");
}
