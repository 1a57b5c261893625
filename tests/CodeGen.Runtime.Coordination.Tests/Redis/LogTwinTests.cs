using CodeGen.Runtime.TestKit;
using CsCheck;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.Coordination.Tests;

/// <summary>The scripts against the in-process log: the same operations give the same heads and pages, but for epochs and time marks.</summary>
[Collection(ServersCollection.Name)]
public sealed class LogTwinTests(ServersFixture servers)
{
    private const int Rounds = 12;
    private static readonly string[] s_members = ["kr\n1", "kr\n2", "kr\n3", "sx:", "tt", "a", "pa:*", "vr\n1", "k\u00e9\U0001F600"];

    private static readonly Gen<(int Operation, int[] Members, int Number)[]> s_operations =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, s_members.Length - 1].Array[1, 4], Gen.Int[-1, 30]).Array[1, 30];

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Scripts_RandomOperations_DoWhatTheTwinDoes(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using var rig = new RedisRig(server.ConnectionString);
        await rig.Connection.ControlAsync(CancellationToken.None);
        await s_operations.SampleAsync(
            async operations =>
            {
                await using var redis = new RedisLogServer(rig.Connection, rig.Options, TestServers.UniqueNamespace());
                await using var twin = new InProcessLogServer(new FakeTimeProvider());
                ulong epoch = (await redis.RenewAsync(false, CancellationToken.None)).Epoch;
                foreach ((int operation, int[] indexes, int number) in operations)
                {
                    string[] members = [.. indexes.Distinct().Select(static i => s_members[i])];
                    (await ApplyAsync(redis, operation, members, number)).Should().Be(await ApplyAsync(twin, operation, members, number));
                    LogHead head = await redis.RenewAsync(false, CancellationToken.None);
                    head.Epoch.Should().Be(epoch);
                    Numbers(head).Should().Be(Numbers(await twin.RenewAsync(false, CancellationToken.None)));
                }
            },
            iter: Rounds,
            threads: 1);
    }

    private static async Task<string> ApplyAsync(ILogServer log, int operation, string[] members, int number)
    {
        switch (operation)
        {
            case < 5:
                return Numbers(await log.AppendAsync(new LogRecord(members), CancellationToken.None));
            case < 7:
                LogPage page = await log.ReadAsync(Math.Max(0, number), 1_000, CancellationToken.None);

                // Within one record the order is the server's own.
                return Numbers(page.Head) + string.Join(' ', page.Members.Where(static m => m.Key[0] != TimeMark.Kind).OrderBy(static m => m.Value).ThenBy(static m => m.Key, StringComparer.Ordinal));
            case 7:
                var last = new List<KeyValuePair<string, long>>();
                foreach (string member in members)
                {
                    // Every other one as it stands, so that it goes; the others were raised since.
                    long sequence = (await log.GetLastAsync(member, CancellationToken.None)).Sequence;
                    last.Add(new(member, number % 2 == 0 ? sequence : sequence - 1));
                }

                await log.RetireShortAsync(last, number, CancellationToken.None);
                return string.Join(' ', last);
            case 8:
                await log.RetireAsync(number / 2, CancellationToken.None);
                return string.Empty;
            default:
                return (await log.GetLastAsync(members[0], CancellationToken.None)).Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private static string Numbers(LogHead head) => $"{head.Sequence}/{head.Floor}/{head.ShortFloor}";
}
