using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Facades;

/// <summary>A host that used the framework's caches runs on ours; all that changes is the registration.</summary>
public sealed class UnchangedHostTests
{
    [Theory]
    [InlineData("framework")]
    [InlineData("ours")]
    public async Task Host_OnEitherRegistration_DoesTheSame(string registration)
    {
        var services = new ServiceCollection();
        if (registration == "framework")
        {
            services.AddDistributedMemoryCache();
            services.AddHybridCache();
        }
        else
        {
            services.AddTieredCache().AsHybridCache().AsDistributedCache();
        }

        services.AddSingleton<ReviewService>();
        await using ServiceProvider provider = services.BuildServiceProvider();
        ReviewService host = provider.GetRequiredService<ReviewService>();

        List<string> first = await host.ReviewAsync("p1", "a.cs");
        first.Should().Equal("a.cs of p1", "remark 1");
        first.Clear();
        (await host.ReviewAsync("p1", "a.cs")).Should().Equal(["a.cs of p1", "remark 1"], "each caller has a list of its own");
        await host.ReviewAsync("p2", "b.cs");
        host.Made.Should().Be(2);

        await host.ForgetAsync("p1", "a.cs");
        (await host.ReviewAsync("p1", "a.cs"))[1].Should().Be("remark 3");
        await host.ForgetProjectAsync("p1");
        (await host.ReviewAsync("p1", "a.cs"))[1].Should().Be("remark 4");
        (await host.ReviewAsync("p2", "b.cs"))[1].Should().Be("remark 2");
        await host.ForgetAllAsync();
        (await host.ReviewAsync("p2", "b.cs"))[1].Should().Be("remark 5");

        (await host.SessionAsync("ann")).Should().BeNull();
        await host.StartSessionAsync("ann");
        (await host.SessionAsync("ann")).Should().Be("ann is here");
        await host.EndSessionAsync("ann");
        (await host.SessionAsync("ann")).Should().BeNull();
    }
}
