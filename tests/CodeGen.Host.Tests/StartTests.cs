using System.Text.Json;
using CodeGen.Host.Hosting;
using CodeGen.Host.Tests.Support;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Host.Tests;

public sealed class StartTests(TestHost host) : IClassFixture<TestHost>
{
    [Fact]
    public async Task Root_Asked_TellsHowToUseTheRealAddress()
    {
        string text = await host.Http.GetStringAsync("/");

        text.Should().Contain(host.Http.BaseAddress!.ToString().TrimEnd('/')).And.Contain("--data-binary").And.Contain("/invalidate");
    }

    [Fact]
    public async Task Health_Asked_IsJsonAndHealthy()
    {
        using JsonDocument health = JsonDocument.Parse(await host.Http.GetStringAsync("/health"));

        health.RootElement.GetProperty("status").GetString().Should().Be("Healthy");
        health.RootElement.GetProperty("checks").ValueKind.Should().Be(JsonValueKind.Object);
    }

    [Fact]
    public void Banner_EmbeddedRedis_NamesItAndTheGenerator()
    {
        string text = host.Services.GetRequiredService<StartBanner>().Text(["http://0.0.0.0:5080"]);

        text.Should().Contain("embedded, 127.0.0.1:").And.Contain("nswag").And.Contain("curl").And.Contain("http://127.0.0.1:5080/generate");
    }

    [Theory]
    [InlineData("redis.example.com:6380,user=app,password=hunter2,ssl=true", "redis.example.com:6380")]
    [InlineData("one:1,two:2,password=hunter2", "one:1, two:2")]
    [InlineData("password=hunter2", "external")]
    public void Describe_ExternalRedis_ShowsAddressesAndNoPassword(string connectionString, string expected)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Redis", connectionString)]).Build();
        using var redis = RedisChoice.Make(configuration);

        redis.Description.Should().Contain(expected).And.NotContain("hunter2").And.NotContain("app,");
    }

    [Fact]
    public async Task Run_PortTaken_EndsWithOne()
    {
        await using HostApp second = HostApp.Build(["--urls", host.Http.BaseAddress!.ToString()]);

        (await second.RunAsync()).Should().Be(1);
    }

    [Fact]
    public void Explain_AddressInUse_NamesTheAddressAndTheRemedy()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new("urls", "http://127.0.0.1:5080")]).Build();

        string? text = StartFailure.Explain(new IOException("bind", new AddressInUseException("taken")), configuration);

        text.Should().Contain("http://127.0.0.1:5080").And.Contain("--urls");
    }

    [Theory]
    [InlineData("CodeGen:Model:Endpoint", "ftp://x", "CodeGen:Model:Endpoint is not")]
    [InlineData("CodeGen:Model:Endpoint", "http://127.0.0.1:1", "CodeGen:Model:Name is empty")]
    [InlineData("CodeGen:DefaultNamespace", "a b", "CodeGen:DefaultNamespace")]
    [InlineData("CodeGen:MaxDocumentBytes", "0", "MaxDocumentBytes")]
    public void Validate_BadOptions_NamesTheConfigurationPath(string name, string value, string expected)
    {
        var options = new CodeGenOptions();
        new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build().GetSection(CodeGenOptions.Section).Bind(options);
        var attributes = new Microsoft.Extensions.Options.DataAnnotationValidateOptions<CodeGenOptions>(null);

        IEnumerable<string> failures = (new CodeGenOptionsValidator().Validate(null, options).Failures ?? []).Concat(attributes.Validate(null, options).Failures ?? []);

        failures.Should().Contain(failure => failure.Contains(expected));
    }
}
