using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Faults;

/// <summary>The check of the server at connect, and what the health check says of each state.</summary>
[Collection(ServersCollection.Name)]
public sealed class ServerCheckTests(ServersFixture servers)
{
    [Fact]
    public async Task Connect_ScriptsAreNotAtomic_RefusedWithReasonAndRemedy()
    {
        await using EmbeddedServer server = await EmbeddedServer.StartAsync(atomicScripts: false);
        await using TestNode node = await TestNode.StartAsync(server.ConnectionString, TestServers.UniqueNamespace(), services: s => s.AddFakeLogging());

        HealthReportEntry health = await HealthAsync(node);
        health.Status.Should().Be(HealthStatus.Unhealthy);
        health.Description.Should().Contain("refused").And.Contain(server.ConnectionString).And.Contain("--lua-transaction-mode true");
        node.Services.GetFakeLogCollector().GetSnapshot().Should().Contain(r => r.Level == LogLevel.Error && r.Message.Contains("refused", StringComparison.Ordinal));
        node.Inner.Follower.HasLease.Should().BeFalse();

        // Callers are served all the same, by their region's rule.
        (await Documents.Of(node).MakeAsync("made alone")).Should().Be("made alone");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Connect_RealServer_AcceptedAndHealthy(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using TestNode node = await TestNode.StartAsync(server.ConnectionString, TestServers.UniqueNamespace());

        HealthReportEntry health = await HealthAsync(node);

        health.Status.Should().Be(HealthStatus.Healthy);
        health.Data.Should().Contain("lease", true).And.Contain("tiers", "local, shared");
    }

    [Fact]
    public async Task Health_WithoutAServer_IsHealthyInThisProcess()
    {
        await using TestNode node = await TestNode.StartAsync(null, TestServers.UniqueNamespace());

        HealthReportEntry health = await HealthAsync(node);

        health.Status.Should().Be(HealthStatus.Healthy);
        health.Data.Should().Contain("tiers", "local");
    }

    [SkippableTheory]
    [MemberData(nameof(Documents.SingleServers), MemberType = typeof(Documents))]
    public async Task Health_ServerAway_IsDegradedAndHealthyAgainAfter(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using ProxiedNode node = await ProxiedNode.StartAsync(
            server, TestServers.UniqueNamespace(), o => o.OnDisconnectedInvalidation = OnDisconnectedInvalidation.Queue);
        node.Proxy.Sever();
        await node.Cache.RemoveAsync("k");
        node.OutliveLease();

        HealthReportEntry away = await HealthAsync(node.Node);
        away.Status.Should().Be(HealthStatus.Degraded);
        away.Description.Should().Contain("WhenDisconnected");
        away.Data.Should().Contain("lease", false).And.Contain("outbox", 1);

        node.Proxy.Restore();
        await node.RegainLeaseAsync();
        HealthReportEntry back = await HealthAsync(node.Node);
        back.Status.Should().Be(HealthStatus.Healthy);
        back.Data.Should().Contain("outbox", 0);
    }

    [SkippableTheory]
    [MemberData(nameof(Documents.SingleServers), MemberType = typeof(Documents))]
    public async Task Health_BreakerOpen_IsDegraded(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using TestNode node = await TestNode.StartAsync(server.ConnectionString, TestServers.UniqueNamespace());
        for (int i = 0; i < CircuitBreaker.FailuresToOpen; i++)
        {
            node.Inner.Breaker.Failed();
        }

        HealthReportEntry health = await HealthAsync(node);

        health.Status.Should().Be(HealthStatus.Degraded);
        health.Description.Should().Contain("shared tier");
    }

    private static async Task<HealthReportEntry> HealthAsync(TestNode node)
    {
        HealthReport report = await node.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries[TieredCacheServiceCollectionExtensions.HealthCheckName];
    }
}
