using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Costs.PostgreSql.Tests;

[Collection(PostgreSqlCollection.Name)]
public sealed class DamageTests(PostgreSqlFixture fixture)
{
    [SkippableFact]
    public async Task Feed_DamagedRecord_IsToldByNameAndTheOthersArrive()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString(), o => o.Schema = "elsewhere");
        for (int i = 0; i < 20; i++)
        {
            node.Tracker.TrackApi("GET /unmistakable" + i, TimeSpan.FromSeconds(1));
        }

        await node.StopAsync();
        Damage(node.Path, "GET /unmistakable7");
        await using FeedNode reader = await FeedNode.StartAsync(database.ConnectionString(), path: CopyOf(node.Path));
        reader.Tracker.TrackApi("GET /after", TimeSpan.FromSeconds(1));
        await reader.FedAsync();

        (await database.CountAsync("records")).Should().Be(20);
        (await database.CountAsync("records WHERE sequence = 8")).Should().Be(0);
        (await database.QueryAsync("SELECT first_sequence, last_sequence, message FROM codegen_costs.problems")).Should().ContainSingle().Which.Should().Match<object?[]>(
            row => (long)row[0]! == 8 && (long)row[1]! == 8 && ((string)row[2]!).Contains("record 8 is lost"));
        reader.Log.GetSnapshot().Should().ContainSingle(static r => r.Id.Id == 3405).Which.Message.Should().Contain("record 8 is lost");
        (await reader.Costs.NodesAsync()).Single().Problems.Should().Be(1);
    }

    [SkippableFact]
    public async Task Feed_RecordOfALaterFormat_IsToldByNameAndTheOthersArrive()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString());
        node.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        node.Services.GetRequiredService<LedgerStore>().Log.Append((byte)LedgerRecordKind.Charge, DateTimeOffset.UnixEpoch, [99, 0, 0]);
        node.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        await node.FedAsync();

        (await database.CountAsync("records")).Should().Be(2);
        (await database.CountAsync("problems WHERE first_sequence = 2 AND message LIKE '%version 99%'")).Should().Be(1);
    }

    [SkippableFact]
    public async Task Feed_SegmentsDeletedBeforeTheyWereFed_AreTold()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString(), o => o.Schema = "elsewhere");
        for (int i = 0; i < 6_000; i++)
        {
            node.Tracker.TrackApi(new string('x', 200), TimeSpan.FromSeconds(1));
        }

        await node.StopAsync();
        string copy = CopyOf(node.Path);
        File.Delete(Directory.EnumerateFiles(copy, "*.ledger").Order(StringComparer.Ordinal).First(static file => new FileInfo(file).Length > 100_000));
        await using FeedNode reader = await FeedNode.StartAsync(database.ConnectionString(), path: copy);
        await reader.FedAsync();

        long lost = (long)(await database.QueryAsync("SELECT last_sequence FROM codegen_costs.problems WHERE first_sequence = 1"))[0][0]!;
        (await database.CountAsync("records")).Should().Be(6_000 - lost);
    }

    private static void Damage(string path, string text)
    {
        byte[] wanted = System.Text.Encoding.UTF8.GetBytes(text);
        foreach (string file in Directory.EnumerateFiles(path, "*.ledger"))
        {
            byte[] bytes = File.ReadAllBytes(file);
            int at = bytes.AsSpan().IndexOf(wanted);
            if (at >= 0)
            {
                bytes[at + 2] ^= 0x10;
                File.WriteAllBytes(file, bytes);
                return;
            }
        }

        throw new InvalidOperationException($"'{text}' is in no file.");
    }

    private static string CopyOf(string path)
    {
        string copy = Directory.CreateTempSubdirectory("codegen-feed-").FullName;
        foreach (string file in Directory.EnumerateFiles(path))
        {
            File.Copy(file, System.IO.Path.Combine(copy, System.IO.Path.GetFileName(file)));
        }

        return copy;
    }
}
