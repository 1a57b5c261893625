using System.Diagnostics.Metrics;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace CodeGen.Runtime.Costs.PostgreSql.Tests;

[Collection(PostgreSqlCollection.Name)]
public sealed class RegistrationTests(PostgreSqlFixture fixture)
{
    [Fact]
    public void Options_OutOfRange_AreNamedWithPathAndValue() =>
        Problems(o =>
        {
            (o.Schema, o.BatchRecords, o.BatchDelay) = ("Bad Name", 0, TimeSpan.Zero);
            (o.CommandTimeout, o.MaxRetryDelay, o.SynchronousTimeout, o.MaxLag) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        }).Should().HaveCount(7).And.AllSatisfy(static problem => problem.Should().StartWith("CodeGenRuntime:Costs:PostgreSql:"))
        .And.Contain(static problem => problem.Contains("Schema is 'Bad Name'"));

    [Theory]
    [InlineData("Host=db;Password=s3cret;Nonsense=1")]
    [InlineData("Password=s3cret")]
    [InlineData("s3cret")]
    [InlineData("Host=db;Port=s3cret")]
    public void ConnectionString_ThatCannotBeRead_IsToldWithoutWhatIsInIt(string text) =>
        Problems(o => o.ConnectionString = text).Should().ContainSingle().Which.Should().Contain("ConnectionString").And.NotContain("s3cret");

    [Fact]
    public void ConnectionString_NotSet_IsTold() => Problems(static o => o.ConnectionString = null).Should().ContainSingle().Which.Should().Contain("is not set");

    [SkippableFact]
    public async Task UsePostgreSql_DataSourceOfTheHost_IsUsedAndNotEnded()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(database.ConnectionString());
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddCostMetering().UsePostgreSql(source, static o => o.BatchDelay = TimeSpan.FromMilliseconds(5)).UsePostgreSql(static o => o.BatchRecords = 10);
        using (IHost host = builder.Build())
        {
            await host.StartAsync();
            host.Services.GetServices<IHostedService>().OfType<LedgerFeeder>().Should().ContainSingle();
            host.Services.GetRequiredService<ICostTracker>().TrackApi("GET /", TimeSpan.FromSeconds(1));
            await host.StopAsync();
        }

        await using NpgsqlCommand count = source.CreateCommand("SELECT count(*) FROM codegen_costs.records");
        (await count.ExecuteScalarAsync()).Should().Be(1L);
    }

    [SkippableFact]
    public async Task Metrics_AfterFeeding_CountRecordsAndShowNoLag()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString());
        IMeterFactory factory = node.Services.GetRequiredService<IMeterFactory>();
        using var records = new MetricCollector<long>(factory, PostgreSqlCostsDiagnostics.Name, PostgreSqlCostsDiagnostics.Records);
        using var duration = new MetricCollector<double>(factory, PostgreSqlCostsDiagnostics.Name, PostgreSqlCostsDiagnostics.BatchDuration);
        using var lag = new MetricCollector<long>(factory, PostgreSqlCostsDiagnostics.Name, PostgreSqlCostsDiagnostics.LagRecords);
        for (int i = 0; i < 30; i++)
        {
            node.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        }

        await node.FedAsync();
        await node.StopFeedingAsync();

        records.GetMeasurementSnapshot().EvaluateAsCounter().Should().Be(30);
        duration.GetMeasurementSnapshot().Should().NotBeEmpty();
        lag.RecordObservableInstruments();
        lag.LastMeasurement!.Value.Should().Be(0);
    }

    private static IEnumerable<string> Problems(Action<PostgreSqlCostsOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddCostMetering().UsePostgreSql("Host=db", configure);
        using ServiceProvider provider = services.BuildServiceProvider();
        return FluentActions.Invoking(() => provider.GetRequiredService<IOptions<PostgreSqlCostsOptions>>().Value).Should().Throw<OptionsValidationException>().Which.Failures;
    }
}
