using CodeGen.Runtime.TestKit.Faults;
using Npgsql;

namespace CodeGen.Runtime.TestKit.Tests.Servers;

public class PostgreSqlServerTests
{
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Crashed_and_restarted_it_has_its_port_and_what_was_committed(bool kill)
    {
        Requires.PostgreSql();
        await using var server = await PostgreSqlServer.StartAsync("fsync=off");
        var database = await server.CreateDatabaseAsync();
        await server.ExecuteAsync("CREATE TABLE t (i int); INSERT INTO t VALUES (42)", database);
        var port = server.Port;

        if (kill)
        {
            server.Kill();
        }

        await server.RestartAsync();

        server.Port.Should().Be(port);
        (await server.QueryAsync("SELECT i FROM t", database)).Should().ContainSingle().Which.Should().Equal(42);
    }

    [SkippableFact]
    public async Task A_proxy_cuts_an_answer_of_what_was_done()
    {
        Requires.PostgreSql();
        await using var server = await PostgreSqlServer.StartAsync("fsync=off");
        await using var proxy = FaultProxy.StartRaw(server.Port);
        await server.ExecuteAsync("CREATE TABLE t (i int)");
        await using var connection = new NpgsqlConnection(server.ConnectionString(port: proxy.Port) + ";Pooling=false");
        await connection.OpenAsync();
        var cut = proxy.CutWhenServerSends("INSERT 0 1");
        await using var insert = new NpgsqlCommand("INSERT INTO t VALUES (1)", connection);

        await insert.Awaiting(it => it.ExecuteNonQueryAsync()).Should().ThrowAsync<NpgsqlException>();

        cut.IsCompleted.Should().BeTrue();
        (await server.QueryAsync("SELECT i FROM t")).Should().ContainSingle();
    }
}
