using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Hosting;

/// <summary>A container may be disposed either way.</summary>
public sealed class DisposalTests
{
    [Fact]
    public void Dispose_Synchronously_EndsEveryCache()
    {
        var services = new ServiceCollection();
        services.AddTieredCache().AsHybridCache().AsDistributedCache();
        services.AddTieredCache("drafts").UseRedis("127.0.0.1:1,connectTimeout=100");
        ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<ITieredCache>().Should().NotBeNull();
        provider.GetRequiredKeyedService<ITieredCache>("drafts").Should().NotBeNull();
        provider.Dispose();
        provider.Dispose();
    }

    [Fact]
    public async Task Dispose_Asynchronously_EndsEveryCache()
    {
        ServiceProvider provider = new ServiceCollection().AddTieredCache().Services.BuildServiceProvider();
        await provider.GetRequiredService<ITieredCache>().SetAsync("k", 1);
        await provider.DisposeAsync();
        await provider.DisposeAsync();
    }
}
