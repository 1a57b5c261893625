using System.Diagnostics;
using System.Globalization;
using CodeGen.Runtime.TestKit;
using Npgsql;

namespace CodeGen.Runtime.Conformance.PostgreSql;

/// <summary>Kills, in turns drawn at random: a node process (SIGKILL), the server (SIGQUIT or SIGKILL, and started again), all connections.</summary>
internal sealed class FeedFaults(PostgreSqlServer server, FeedNodes nodes, Random random, TimeSpan pause)
{
    private int _turns;

    public int NodesKilled { get; private set; }

    public int ServerCrashes { get; private set; }

    public int ConnectionsEnded { get; private set; }

    /// <summary>Goes on until the database has so many records, and at least until each fault was there once.</summary>
    public async Task RunUntilFedAsync(long records, TimeSpan patience)
    {
        long began = Stopwatch.GetTimestamp();
        while (pause > TimeSpan.Zero && (_turns < 3 || await FedAsync() < records))
        {
            if (Stopwatch.GetElapsedTime(began) > patience)
            {
                throw new TimeoutException($"PostgreSQL has {await FedAsync():#,0} of {records:#,0} records after {patience}.");
            }

            await Task.Delay(pause * (0.5 + random.NextDouble()));
            switch (_turns < 3 ? _turns : random.Next(3))
            {
                case 0:
                    await nodes.RestartAsync(random.Next(nodes.Count));
                    NodesKilled++;
                    break;
                case 1:
                    if (random.Next(2) == 0)
                    {
                        server.Kill();
                    }

                    await server.RestartAsync();
                    ServerCrashes++;
                    break;
                default:
                    await server.EndConnectionsAsync("postgres");
                    ConnectionsEnded++;
                    break;
            }

            _turns++;
        }
    }

    private async Task<long> FedAsync()
    {
        try
        {
            return Convert.ToInt64((await server.QueryAsync($"SELECT coalesce(sum(records + duplicates), 0) FROM {FeedNodes.Schema}.nodes"))[0][0], CultureInfo.InvariantCulture);
        }
        catch (NpgsqlException)
        {
            // No node has made the table yet.
            return 0;
        }
    }
}
