using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public sealed class CostRecommendationOptionsTests
{
    [Fact]
    public void Configuration_Section_IsRead()
    {
        CostRecommendationOptions options = Read(
            ("Window", "14.00:00:00"), ("Models:a:Where:tag.task", "summary"), ("Models:a:FromModel", "big"), ("Models:a:Model", "small"), ("Models:a:Acceptance", "0.97"), ("Models:a:Evidence", "eval"),
            ("Deferrable:b:Where:service", "nightly"), ("Unbound:c:Geo", "us"), ("Prompts:Tokens:review", "4000"));

        options.Window.Should().Be(TimeSpan.FromDays(14));
        options.Models["a"].Where["tag.task"].Should().Be("summary");
        options.Models["a"].Acceptance.Should().Be(0.97m);
        options.Deferrable["b"].Where["service"].Should().Be("nightly");
        options.Unbound["c"].Geo.Should().Be("us");
        options.Prompts.Tokens["review"].Should().Be(4_000);
    }

    [Theory]
    [InlineData("Window", "1.12:00:00", "Window*whole days")]
    [InlineData("Window", "500.00:00:00", "Window*500.00:00:00")]
    [InlineData("MinimumShare", "2", "MinimumShare is 2")]
    [InlineData("MinimumDays", "0", "MinimumDays is 0")]
    [InlineData("Models:a:Model", "small", "Models:a:Acceptance is missing*measured")]
    [InlineData("Models:a:Acceptance", "1.5", "Models:a:Acceptance is 1.5")]
    [InlineData("Models:a:InputRatio", "0", "Models:a:InputRatio is 0")]
    [InlineData("Models:a:Where:team", "x", "Models:a:Where has 'team'*tag.")]
    [InlineData("Deferrable:b:Tier", "", "Deferrable:b:Tier is missing")]
    [InlineData("Unbound:c:Where:service", "x", "Unbound:c:Geo is missing")]
    [InlineData("Prompts:Tag", "a b", "Prompts:Tag is 'a b'")]
    [InlineData("Prompts:Tokens:review", "0", "Prompts:Tokens:review is 0")]
    public void Configuration_Impossible_NamesPathValueAndRemedy(string name, string value, string message) =>
        FluentActions.Invoking(() => Read((name, value))).Should().Throw<OptionsValidationException>().WithMessage($"*CodeGenRuntime:Costs:Recommendations:{message}*");

    private static CostRecommendationOptions Read(params (string Name, string Value)[] settings)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static one => KeyValuePair.Create($"Costs:Recommendations:{one.Name}", (string?)one.Value))).Build();
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddCostMetering(configuration.GetSection("Costs"));
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<CostRecommendationOptions>>().Value;
    }
}
