using System.Globalization;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>I14: invalidating a scope is one round trip and the same work on every node, whatever the number of its entries.</summary>
[Collection(ServersCollection.Name)]
public sealed class I14_LargeScopeTests(ServersFixture servers)
{
    private const int Keys = 500;

    public static TheoryData<ServerKind, Doom> Scopes => Dooms.Cross(Doom.Prefix, Doom.Dimension, Doom.Tag, Doom.Region, Doom.Pattern, Doom.Clear);

    [SkippableTheory]
    [MemberData(nameof(Scopes))]
    public async Task Invalidate_ScopeOfManyEntries_IsOneRecordAndTouchesNoEntry(ServerKind kind, Doom doom)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns, cache: WriteBeforeReturning);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        await FillAsync(a, b);
        int appends = a.Log.Appends;
        int asked = a.Log.OtherCalls + b.Log.OtherCalls;
        int stored = Calls(a) + Calls(b);

        await a.BringAsync(doom);
        await b.CatchUpWithAsync(a);

        (a.Log.Appends - appends).Should().Be(1);
        (a.Log.OtherCalls + b.Log.OtherCalls - asked).Should().Be(0, "the record itself tells everything");
        (Calls(a) + Calls(b) - stored).Should().Be(0, "no data is touched");
        a.Inner.Local.Count.Should().Be(Keys, "entries are judged when they are asked for, not one by one at the invalidation");
        b.Inner.Local.Count.Should().Be(Keys);
        (a.Inner.Validity.ScopeCount + a.Inner.Validity.PatternCount).Should().Be(1);
        foreach (GenerationKey key in (GenerationKey[])[Key(0), Key(Keys - 1)])
        {
            (await a.Generations().TryGetAsync(key)).HasValue.Should().BeFalse();
            (await b.Generations().TryGetAsync(key)).HasValue.Should().BeFalse();
        }
    }

    [SkippableFact]
    public async Task Invalidate_ScopeOfManyEntries_IsOneScriptCallByTheServersOwnCount()
    {
        Requires.RedisServer();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns, cache: WriteBeforeReturning);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        await FillAsync(a, b);
        await server.ExecuteAsync("CONFIG", "RESETSTAT");

        await a.BringAsync(Doom.Prefix);
        await b.CatchUpWithAsync(a);

        Dictionary<string, long> calls = CommandCalls((string)(await server.ExecuteAsync("INFO", "commandstats"))!);
        (calls.GetValueOrDefault("eval") + calls.GetValueOrDefault("evalsha")).Should().Be(1);
        calls.GetValueOrDefault("publish").Should().Be(1);
        calls.Keys.Should().NotContain(["scan", "keys", "del", "unlink"]);
    }

    // The sample's project and file, so that every doom of the sample concerns all of them; '?' of the pattern is one character.
    private static GenerationKey Key(int i) => GenerationKey.Sample with { Requirement = $"h{(char)(0x4E00 + i)}" };

    private static async Task FillAsync(HookedNode a, HookedNode b)
    {
        for (int i = 0; i < Keys; i++)
        {
            await a.Generations().GetOrCreateAsync(Key(i), new CountingFactory().RunAsync);
            await b.Generations().TryGetAsync(Key(i));
        }
    }

    /// <summary>On a slow day a caller has its value before it is written, and the other node would not find it.</summary>
    private static void WriteBeforeReturning(TieredCacheOptions options) => options.SharedWriteWait = TimeSpan.FromSeconds(30);

    private static int Calls(HookedNode node) => Enum.GetValues<StoreOperation>().Sum(node.Store.Calls);

    private static Dictionary<string, long> CommandCalls(string info) => info
        .Split('\n')
        .Where(static line => line.StartsWith("cmdstat_", StringComparison.Ordinal))
        .ToDictionary(
            static line => line["cmdstat_".Length..line.IndexOf(':', StringComparison.Ordinal)],
            static line => long.Parse(line.AsSpan(line.IndexOf("calls=", StringComparison.Ordinal) + 6).ToString().Split(',')[0], CultureInfo.InvariantCulture));
}
