using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CodeGen.Host.Tests.Support;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Host.Tests;

public sealed class RecommendationsTests
{
    private const string Options = "CodeGenRuntime:Costs:Recommendations";

    [Fact]
    public async Task Recommendations_RequestsThatCanWait_AreFoundPricedAndFollowed()
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, string> { [$"{Options}:Deferrable:nightly:Where:service"] = "nightly" });
        Book(host, 20);

        JsonElement report = await host.Http.GetFromJsonAsync<JsonElement>("/recommendations");

        JsonElement found = report.GetProperty("recommendations").EnumerateArray().Should().ContainSingle().Subject;
        found.GetProperty("id").GetString().Should().Be("batch-tier/nightly");
        found.GetProperty("saving").GetProperty("share").GetDecimal().Should().Be(0.5m);
        Amount(found.GetProperty("saving").GetProperty("perMonth")).Should().BePositive();
        found.GetProperty("evidence").GetArrayLength().Should().BePositive();
        found.GetProperty("configuration").GetString().Should().Contain("batch");
        report.GetProperty("plan").GetProperty("recommendations")[0].GetString().Should().Be("batch-tier/nightly");
        report.GetProperty("followed").GetArrayLength().Should().Be(0);

        using HttpResponseMessage followed = await host.Http.PostAsync("/recommendations/follow?id=batch-tier/nightly", null);

        followed.EnsureSuccessStatusCode();
        JsonElement check = (await host.Http.GetFromJsonAsync<JsonElement>("/recommendations")).GetProperty("followed")[0];
        check.GetProperty("status").GetString().Should().Be("pending");
        check.GetProperty("promise").GetProperty("id").GetString().Should().Be("batch-tier/nightly");
    }

    [Fact]
    public async Task Recommendations_NothingIsTold_SaysWhatIsNeeded()
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, string>());
        Book(host, 20);

        JsonElement report = await host.Http.GetFromJsonAsync<JsonElement>("/recommendations");

        report.GetProperty("recommendations").GetArrayLength().Should().Be(0);
        report.GetProperty("silent").EnumerateArray().Should().Contain(one => one.GetProperty("name").GetString() == "batch-tier" && one.GetProperty("needs").GetString()!.Contains(Options));
    }

    [Theory]
    [InlineData("GET", "/recommendations?period=2026-13", "query: period")]
    [InlineData("GET", "/recommendations?period=", "query: period")]
    [InlineData("POST", "/recommendations/follow", "query: id")]
    [InlineData("POST", "/recommendations/follow?id=nothing/there", "query: id")]
    public async Task Recommendations_ParameterThatCannotBe_IsA400ThatSaysWhich(string method, string path, string place)
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, string>());

        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using HttpResponseMessage response = await host.Http.SendAsync(request);

        using JsonDocument problem = JsonDocument.Parse(await response.ProblemAsync(400));
        problem.RootElement.GetProperty("place").GetString().Should().Be(place);
    }

    /// <summary>Books twenty requests a day, of which half can wait.</summary>
    private static void Book(TestHost host, int days)
    {
        ICostTracker tracker = host.Services.GetRequiredService<ICostTracker>();
        for (int i = 0; i < days * 20; i++)
        {
            DateTimeOffset time = DateTimeOffset.UtcNow.AddDays(-1 - (i / 20));
            tracker.TrackModel(
                new ServedModel("claude-opus-5") { Provider = "anthropic" }, new ModelUsage { InputTokens = 10_000, OutputTokens = 1_000 },
                new CostTerms { EventTime = time, Attribution = new CostAttribution { Service = i % 2 == 0 ? "nightly" : "chat" } });
        }
    }

    private static decimal Amount(JsonElement amount) => decimal.Parse(amount.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);
}
