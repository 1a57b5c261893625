using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace CodeGen.Runtime.Costs.PostgreSql.Tests;

[Collection(PostgreSqlCollection.Name)]
public sealed class SchemaTests(PostgreSqlFixture fixture)
{
    private const string Grants =
        """
        GRANT TEMPORARY ON DATABASE {database} TO {role};
        GRANT USAGE ON SCHEMA codegen_costs TO {role};
        GRANT SELECT ON ALL TABLES IN SCHEMA codegen_costs TO {role};
        GRANT INSERT ON codegen_costs.records, codegen_costs.lines, codegen_costs.duplicates, codegen_costs.problems, codegen_costs.nodes TO {role};
        GRANT UPDATE ON codegen_costs.nodes TO {role};
        """;

    [SkippableFact]
    public async Task Start_FourAtOnce_MigrateOnce()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        FeedNode[] nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => FeedNode.StartAsync(database.ConnectionString())));
        foreach (FeedNode node in nodes)
        {
            node.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
            await node.FedAsync();
            node.Log.GetSnapshot().Should().NotContain(static r => r.Id.Id == 3401 || r.Id.Id == 3402);
            await node.DisposeAsync();
        }

        (await database.CountAsync("schema_version")).Should().Be(PostgreSqlSchema.Version);
        (await database.CountAsync("records")).Should().Be(4);
    }

    [SkippableFact]
    public async Task Start_NewerSchema_IsRefusedAndTakesUpWorkWhenItFits()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await database.ExecuteAsync(PostgreSqlSchema.Script());
        await database.ExecuteAsync("INSERT INTO codegen_costs.schema_version (version, library) VALUES (99, 'later')");
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString());
        node.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        await WaitUntil.Async(() => node.State.Refusal is not null, FeedNode.Patience);

        node.State.Refusal.Should().Contain("version 99").And.Contain($"knows {PostgreSqlSchema.Version}");
        (await node.HealthAsync()).Status.Should().Be(HealthStatus.Unhealthy);
        (await database.CountAsync("records")).Should().Be(0);

        await database.ExecuteAsync("DELETE FROM codegen_costs.schema_version WHERE version = 99");
        await node.FedAsync();
        (await node.HealthAsync()).Status.Should().Be(HealthStatus.Healthy);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_RoleWithoutPrivileges_IsRefusedWithWhatToDo(bool migrate)
    {
        TestDatabase database = await fixture.DatabaseAsync();
        string role = await RoleAsync(database);
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString(role), o => o.Migrate = migrate);
        node.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        await WaitUntil.Async(() => node.State.Refusal is not null, FeedNode.Patience);

        node.State.Refusal.Should().Contain("PostgreSqlSchema.Script").And.Contain("codegen_costs");
    }

    [SkippableFact]
    public async Task Start_ScriptAppliedAndLeastPrivileges_Feeds()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        string role = await RoleAsync(database);
        await database.ExecuteAsync($"REVOKE ALL ON DATABASE {database.Name} FROM PUBLIC; GRANT CONNECT ON DATABASE {database.Name} TO {role}; REVOKE ALL ON SCHEMA public FROM PUBLIC");
        await database.ExecuteAsync(PostgreSqlSchema.Script());
        await database.ExecuteAsync(Grants.Replace("{database}", database.Name, StringComparison.Ordinal).Replace("{role}", role, StringComparison.Ordinal));
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString(role), o => o.Migrate = false);
        await using FeedNode other = await FeedNode.StartAsync(database.ConnectionString(role), o => o.Migrate = true);
        var terms = new CostTerms { EventId = Guid.CreateVersion7() };
        node.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1), terms);
        await node.FedAsync();
        other.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1), terms);
        await other.FedAsync();

        (await node.Costs.AllAsync()).Should().Equal(Sums.Of(node.Records()));
        (await database.CountAsync("duplicates")).Should().Be(1);
    }

    [SkippableFact]
    public async Task Start_OneGrantMissing_SaysWhichAndGoesOnWhenItIsGiven()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        string role = await RoleAsync(database);
        await database.ExecuteAsync(PostgreSqlSchema.Script());
        await database.ExecuteAsync(Grants.Replace("{database}", database.Name, StringComparison.Ordinal).Replace("{role}", role, StringComparison.Ordinal));
        await database.ExecuteAsync($"REVOKE INSERT ON codegen_costs.lines FROM {role}");
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString(role));
        node.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        await WaitUntil.Async(() => node.State.Refusal is not null, FeedNode.Patience);
        node.State.Refusal.Should().Contain("permission denied for table lines");
        (await database.CountAsync("records")).Should().Be(0, "a batch goes whole or not at all");

        await database.ExecuteAsync($"GRANT INSERT ON codegen_costs.lines TO {role}");
        await node.FedAsync();
        (await database.CountAsync("records")).Should().Be(1);
    }

    [SkippableFact]
    public async Task Start_EncodingThatLacksNames_IsRefused()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        string latin = "latin" + Guid.NewGuid().ToString("N");
        await database.Server.ExecuteAsync($"CREATE DATABASE {latin} ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'");
        await using FeedNode node = await FeedNode.StartAsync(database.Server.ConnectionString(latin));
        await WaitUntil.Async(() => node.State.Refusal is not null, FeedNode.Patience);

        node.State.Refusal.Should().Contain("LATIN1").And.Contain("UTF8");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Costs")]
    [InlineData("1a")]
    [InlineData("pg_costs")]
    [InlineData("a\"; DROP SCHEMA public CASCADE; --")]
    [InlineData("a b")]
    public void Script_NameThatIsNone_IsRefused(string name) =>
        FluentActions.Invoking(() => PostgreSqlSchema.Script(name)).Should().Throw<ArgumentException>().WithMessage("*is no name of a schema*");

    [SkippableFact]
    public async Task Start_SchemaOfAnotherName_IsUsedThroughout()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString(), o => o.Schema = "kosten_2");
        node.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        await node.FedAsync();

        (await node.Costs.AllAsync()).Should().Equal(Sums.Of(node.Records()));
        (await database.QueryAsync("SELECT DISTINCT nspname::text FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname !~ '^(pg_|information_schema)'")).Select(static r => r[0]).Should().Equal("kosten_2");
    }

    private static async Task<string> RoleAsync(TestDatabase database)
    {
        string role = "r" + Guid.NewGuid().ToString("N");
        await database.ExecuteAsync($"CREATE ROLE {role} LOGIN");
        return role;
    }
}
