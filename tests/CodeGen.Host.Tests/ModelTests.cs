using System.Net;
using System.Text.Json;
using CodeGen.Host.Tests.Support;

namespace CodeGen.Host.Tests;

public sealed class ModelTests
{
    private const string Key = "sk-test-0123456789abcdef";

    [Fact]
    public async Task Generate_ModelConfigured_AsksItOnceAndStripsTheFence()
    {
        await using FakeModel model = await FakeModel.StartAsync();
        await using TestHost host = await model.HostAsync(Key);

        using HttpResponseMessage first = await host.Http.GenerateSampleAsync("petstore.json");
        using HttpResponseMessage second = await host.Http.GenerateSampleAsync("petstore.json");

        (await first.Content.ReadAsStringAsync()).Should().Be("namespace Acme.Generated;\n\npublic sealed record Pet(string Name);");
        first.Outcome().Should().Be("miss");
        second.Outcome().Should().Be("hit-l1");
        (string? authorization, JsonElement body) = model.Requests.Should().ContainSingle().Subject;
        authorization.Should().Be($"Bearer {Key}");
        body.GetProperty("model").GetString().Should().Be("test-coder");
        body.GetProperty("messages")[0].GetProperty("role").GetString().Should().Be("system");
        body.GetProperty("messages")[1].GetProperty("content").GetString().Should().Contain("Acme.Generated").And.Contain("listPets");
        host.Log.Text.Should().NotContain(Key);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(307)]
    public async Task Generate_ModelFails_IsABadGatewayThatTellsNoKey(int status)
    {
        await using FakeModel model = await FakeModel.StartAsync();
        model.Answer = http =>
        {
            http.Response.Headers.RetryAfter = "7";
            http.Response.Headers.Location = "/elsewhere";
            return FakeModel.FailAsync(http, status, $"Incorrect API key provided: {Key}");
        };
        await using TestHost host = await model.HostAsync(Key);

        using HttpResponseMessage response = await host.Http.GenerateSampleAsync("petstore.json");

        (await response.ProblemAsync(502)).Should().Contain(status.ToString()).And.NotContain(Key);
        response.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(7));
        host.Log.Text.Should().NotContain(Key);
    }

    [Fact]
    public async Task Generate_ModelFailsThenRecovers_TheFailureIsNotKept()
    {
        await using FakeModel model = await FakeModel.StartAsync();
        Func<Microsoft.AspNetCore.Http.HttpContext, Task> good = model.Answer;
        model.Answer = static http => FakeModel.FailAsync(http, 500, "");
        await using TestHost host = await model.HostAsync(Key);
        using HttpResponseMessage failed = await host.Http.GenerateSampleAsync("petstore.json");

        model.Answer = good;
        using HttpResponseMessage response = await host.Http.GenerateSampleAsync("petstore.json");

        failed.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        response.Outcome().Should().Be("miss");
    }

    [Fact]
    public async Task Generate_ModelTooSlow_IsAGatewayTimeout()
    {
        await using FakeModel model = await FakeModel.StartAsync();
        model.Answer = static http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        await using TestHost host = await model.HostAsync(Key, ("CodeGen:Model:Timeout", "00:00:00.250"));

        using HttpResponseMessage response = await host.Http.GenerateSampleAsync("petstore.json");

        (await response.ProblemAsync(504)).Should().Contain("0.25 s").And.NotContain(Key);
    }

    [Fact]
    public async Task Generate_ModelUnreachable_IsABadGateway()
    {
        FakeModel gone = await FakeModel.StartAsync();
        await using TestHost host = await gone.HostAsync(Key);
        await gone.DisposeAsync();

        using HttpResponseMessage response = await host.Http.GenerateSampleAsync("petstore.json");

        (await response.ProblemAsync(502)).Should().NotContain(Key);
    }

    [Theory]
    [InlineData("not json at all")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":[{"message":{"role":"assistant","content":""}}]}""")]
    [InlineData("""{"choices":[{"message":{"role":"assistant","content":"class A {"},"finish_reason":"length"}]}""")]
    public async Task Generate_ModelAnswersNonsense_IsABadGateway(string answer)
    {
        await using FakeModel model = await FakeModel.StartAsync();
        model.Answer = async http =>
        {
            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(answer));
        };
        await using TestHost host = await model.HostAsync(Key);

        using HttpResponseMessage response = await host.Http.GenerateSampleAsync("petstore.json");

        await response.ProblemAsync(502);
    }

    [Fact]
    public async Task Generate_BadDocument_CostsNoCall()
    {
        await using FakeModel model = await FakeModel.StartAsync();
        await using TestHost host = await model.HostAsync(Key);

        using HttpResponseMessage response = await host.Http.GenerateAsync("""{"openapi":"3.0.3", """);

        await response.ProblemAsync(400);
        model.Requests.Should().BeEmpty();
    }
}
