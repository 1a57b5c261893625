using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Faults;

/// <summary>What a host that is set up wrongly says when it starts, and what it never says.</summary>
public sealed class StartValidationTests
{
    private const string Secret = "hunter2";

    [Theory]
    [InlineData("CodeGenRuntime:Cache:Namespace", "a b", "letters")]
    [InlineData("CodeGenRuntime:Cache:MaxEntries", "0", "between 1 and")]
    [InlineData("CodeGenRuntime:Cache:MaxBytes", "12", "between 1024 and")]
    [InlineData("CodeGenRuntime:Cache:TimeToLive", "2.00:00:00", "between 00:00:00.0010000 and 1.00:00:00")]
    [InlineData("CodeGenRuntime:Cache:LocalTimeToLive", "-00:00:01", "between")]
    [InlineData("CodeGenRuntime:Cache:MaxEntryLifetime", "31.00:00:00", "between 00:00:01 and 30.00:00:00")]
    [InlineData("CodeGenRuntime:Cache:MaxFactoryDuration", "00:00:00", "between 00:00:01 and 1.00:00:00")]
    [InlineData("CodeGenRuntime:Cache:WhenDisconnected", "7", "ServeStale, Recompute, Fail")]
    [InlineData("CodeGenRuntime:Cache:OnDisconnectedInvalidation", "7", "Throw, Queue")]
    [InlineData("CodeGenRuntime:Cache:MaxStaleOnDisconnect", "-00:00:01", "between 00:00:00 and 1.00:00:00")]
    [InlineData("CodeGenRuntime:Cache:DisconnectedGrace", "02:00:00", "between 00:00:00 and 01:00:00")]
    [InlineData("CodeGenRuntime:Cache:SetWait", "00:00:02", "between 00:00:00 and 00:00:01")]
    [InlineData("CodeGenRuntime:Cache:FlightLease", "00:00:00.5", "between 00:00:01 and 00:05:00")]
    [InlineData("CodeGenRuntime:Cache:MaxKeyLength", "1", "between 16 and 65536")]
    [InlineData("CodeGenRuntime:Cache:MaxPayloadBytes", "1", "between 1024 and")]
    [InlineData("CodeGenRuntime:Cache:CompressionThreshold", "-1", "between 0 and")]
    [InlineData("CodeGenRuntime:Cache:MaxPatterns", "0", "between 1 and 10000")]
    [InlineData("CodeGenRuntime:Cache:MaxKeyRecords", "5", "between 1024 and 10000000")]
    [InlineData("CodeGenRuntime:Cache:InlineBytes", "99999", "between 0 and 16384")]
    [InlineData("CodeGenRuntime:Redis:MaxStaleness", "00:02:00", "between 00:00:00.1000000 and 00:01:00")]
    [InlineData("CodeGenRuntime:Redis:CommandTimeout", "00:00:00", "between 00:00:00.0100000 and 00:01:00")]
    [InlineData("CodeGenRuntime:Redis:ConnectTimeout", "00:05:00", "between 00:00:00.1000000 and 00:02:00")]
    [InlineData("CodeGenRuntime:Redis:MaxLogRecords", "10", "between 1000 and 10000000")]
    [InlineData("CodeGenRuntime:Redis:MaxOutboxRecords", "0", "between 1 and 1000000")]
    [InlineData("CodeGenRuntime:Redis:Configuration", " ", "localhost:6379")]
    public async Task Start_SettingOutOfRange_NamesPathValueAndRemedy(string path, string value, string remedy)
    {
        OptionsValidationException error = (await StartAsync((path, value))).Should().BeOfType<OptionsValidationException>().Subject;

        string message = error.Failures.Should().ContainSingle().Subject;
        message.Should().StartWith(path).And.Contain(remedy);
        if (!string.IsNullOrWhiteSpace(value))
        {
            message.Should().Contain(value);
        }
    }

    [Fact]
    public async Task Start_SeveralSettingsOutOfRange_NamesThemAll()
    {
        Exception? error = await StartAsync(("CodeGenRuntime:Cache:MaxEntries", "0"), ("CodeGenRuntime:Cache:MaxPatterns", "0"));

        error.Should().BeOfType<OptionsValidationException>().Which.Failures.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("localhost:6379,bogus=1,password=" + Secret)]
    [InlineData("localhost:6379,ssl=maybe,password=" + Secret)]
    [InlineData("localhost:6379,pasword=" + Secret)]
    [InlineData("redis://user:" + Secret + "@localhost:6379")]
    [InlineData("rediss://:" + Secret + "@localhost:6379/0")]
    public async Task Start_ConnectionStringWrong_SaysSoWithoutThePassword(string configuration)
    {
        Exception? error = await StartAsync(("CodeGenRuntime:Redis:Configuration", configuration));

        error.Should().NotBeNull();
        error!.ToString().Should().Contain("CodeGenRuntime:Redis:Configuration").And.NotContain(Secret);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_PasswordInTheConnectionString_AppearsNowhere(bool serverLives)
    {
        Requires.RedisServer();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await server.ExecuteAsync("CONFIG", "SET", "requirepass", "another");
        if (!serverLives)
        {
            await server.StopAsync();
        }

        await using TestNode node = await TestNode.StartAsync(
            $"{server.ConnectionString},password={Secret}",
            TestServers.UniqueNamespace(),
            coordination: o => o.ConnectTimeout = TimeSpan.FromSeconds(1),
            services: s => s.AddFakeLogging().AddLogging(l => l.SetMinimumLevel(LogLevel.Trace)));
        Func<Task> invalidate = () => node.Cache.RemoveAsync("k").AsTask();
        var said = new List<string> { (await invalidate.Should().ThrowAsync<CoordinationException>()).Which.ToString() };
        HealthReport health = await node.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        said.AddRange(health.Entries.Values.Select(e => $"{e.Description} {e.Exception} {string.Join(' ', e.Data)}"));
        said.AddRange(node.Services.GetFakeLogCollector().GetSnapshot().Select(r => $"{r.Message} {r.Exception}"));

        said.Should().NotContain(text => text.Contains(Secret, StringComparison.Ordinal));
    }

    private static async Task<Exception?> StartAsync(params (string Path, string Value)[] settings)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Path, (string?)s.Value)));
        builder.Services.AddCodeGenRuntime(builder.Configuration);
        using IHost host = builder.Build();
        return await Record.ExceptionAsync(() => host.StartAsync());
    }
}
