using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>Keys as an attacker would choose them: refused with a reason, or entries like any other.</summary>
[Collection(ServersCollection.Name)]
public sealed class HostileKeyTests(ServersFixture servers)
{
    private static readonly string[] s_taken =
    [
        " ",
        ":",
        ":::::::::::::::",
        "größe:日本:𝔊",
        "nul\0bell\a:line\r\nfeed\ttab\u007f\u0085\u2028",
        "\r\n*1\r\n$8\r\nFLUSHALL\r\n",
        "{",
        "}",
        "{tag}:{other}",
        "{}",
        "*",
        "code_gen:*:[a-z]?\\",
        "'; return redis.call('FLUSHALL') --",
        "]] .. KEYS[1] .. [[",
        "%s%d%n%00",
        "h|0|run|0|0",
        "q",
        "#AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "e\u0301",
        "\u00e9",
        "\u202Eright to left",
        new string('k', 160),
        new string('k', 161),
        string.Concat(Enumerable.Repeat("𝔊", 2_000)),
        new string('k', TieredCacheOptions.DefaultMaxKeyLength),
    ];

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Entry_UnderAHostileKey_LivesAndDiesLikeAnyOther(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        await a.Cache.SetAsync("canary", "alive");
        for (int i = 0; i < s_taken.Length; i++)
        {
            string expected = $"value {i}";
            (await a.Cache.GetOrCreateAsync(s_taken[i], (_, _) => ValueTask.FromResult(expected))).Should().Be(expected);
        }

        // Read back only when all are there: no two share a place.
        for (int i = 0; i < s_taken.Length; i++)
        {
            CacheResult<string> read = await b.Cache.TryGetAsync<string>(s_taken[i]);
            read.Value.Should().Be($"value {i}", "key {0} came through the shared tier", i);
            read.Tier.Should().Be(CacheTier.Shared);
        }

        for (int i = 0; i < s_taken.Length; i++)
        {
            await b.Cache.RemoveAsync(s_taken[i]);
            await a.CatchUpWithAsync(b);
            (await a.Cache.TryGetAsync<string>(s_taken[i])).HasValue.Should().BeFalse("key {0} was removed by the other node", i);
            if (i + 1 < s_taken.Length)
            {
                (await a.Cache.TryGetAsync<string>(s_taken[i + 1])).HasValue.Should().BeTrue("key {0} was not", i + 1);
            }
        }

        (await b.Cache.TryGetAsync<string>("canary")).Value.Should().Be("alive");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Set_UnderAHostileKey_ReachesTheOtherNode(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        foreach (string key in s_taken)
        {
            await b.Cache.SetAsync(key, "old");
            await a.CatchUpWithAsync(b);
            await a.Cache.SetAsync(key, "new");
            await b.CatchUpWithAsync(a);

            (await b.Cache.TryGetAsync<string>(key)).Value.Should().Be("new");
            (await b.Cache.ExplainAsync(key)).Key.Should().Be(key);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Region_PartsWithSeparators_DoNotCollideAndScopesHoldThemApart(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        GenerationKey[] keys =
        [
            new("a:b", "c", "d"), new("a", "b:c", "d"), new("a", "b", "c:d"), new("*", "?", "[x]"), new("", "", ""), new("%3A", ":", "%"),
            new("\ud800", "x", "y"), new("\ud801", "x", "y"), new("\ufffd", "x", "y"), new(new string('p', 5_000 / 3), new string('f', 1_000), "r"),
        ];
        for (int i = 0; i < keys.Length; i++)
        {
            await a.Generations().GetOrCreateAsync(keys[i], new CountingFactory($"value {i}").RunAsync);
        }

        for (int i = 0; i < keys.Length; i++)
        {
            (await b.Generations().TryGetAsync(keys[i])).Value.Should().Be($"value {i} 1");
        }

        await a.Generations().InvalidateAsync(GenerationKey.Scope(project: "*"));
        await a.Generations().InvalidateAsync(GenerationKey.Scope(project: "\ud800"));
        await b.CatchUpWithAsync(a);

        for (int i = 0; i < keys.Length; i++)
        {
            (await b.Generations().TryGetAsync(keys[i])).HasValue.Should().Be(keys[i].Project is not ("*" or "\ud800"), "of key {0}", i);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Any_KeyThatCannotBe_IsRefusedBeforeAnythingIsSent(ServerKind kind)
    {
        await using HookedNode node = await HookedNode.StartAsync(await servers.GetAsync(kind), TestServers.UniqueNamespace());
        int appends = node.Log.Appends;
        foreach (string key in (string[])["", new string('k', 1 << 20), new string('k', TieredCacheOptions.DefaultMaxKeyLength + 1), "cut \ud83d", "\ude00 cut"])
        {
            await Refused(() => node.Cache.GetOrCreateAsync(key, (_, _) => ValueTask.FromResult(1)).AsTask());
            await Refused(() => node.Cache.TryGetAsync<int>(key).AsTask());
            await Refused(() => node.Cache.SetAsync(key, 1).AsTask());
            await Refused(() => node.Cache.RemoveAsync(key).AsTask());
            await Refused(() => node.Cache.ExplainAsync(key).AsTask());
        }

        await ((Func<Task>)(() => node.Cache.TryGetAsync<int>(null!).AsTask())).Should().ThrowAsync<ArgumentNullException>();
        var huge = new GenerationKey(new string('p', 1 << 20), "f", "r");
        await Refused(() => node.Generations().GetOrCreateAsync(huge, new CountingFactory().RunAsync).AsTask());
        await Refused(() => node.Generations().RemoveAsync(huge).AsTask());
        node.Log.Appends.Should().Be(appends);
        Enum.GetValues<StoreOperation>().Sum(node.Store.Calls).Should().Be(0);

        static async Task Refused(Func<Task> act) => (await act.Should().ThrowAsync<ArgumentException>()).Which.Message.Length.Should().BeLessThan(1_000, "a message does not repeat a key of a megabyte");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Invalidate_HostileScopesTagsAndPatterns_HarmNothingElse(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        await a.Cache.SetAsync("canary", "alive");
        await a.Generations().GetOrCreateAsync(GenerationKey.Sample, new CountingFactory().RunAsync);
        (await b.Generations().TryGetAsync(GenerationKey.Sample)).HasValue.Should().BeTrue();

        foreach (string text in s_taken.Where(static t => t.Length <= TextGuard.MaxTagLength && t.Any(c => c is not (':' or '*'))))
        {
            await a.Cache.InvalidateTagAsync(text);
            await a.Cache.InvalidateAsync(CacheScope.Region(text));
            if (text.Count(static c => c == ':') < 7)
            {
                await a.Cache.InvalidateAsync(CacheScope.Prefix(text));
            }

            if (CachePattern.TryParse(text, out CachePattern? pattern) && !pattern!.IsMatch("canary") && !pattern.IsMatch(GenerationKey.Sample.ToKeyText()))
            {
                await a.Cache.InvalidateAsync(pattern);
            }
        }

        await b.CatchUpWithAsync(a);
        (await a.Cache.TryGetAsync<string>("canary")).Value.Should().Be("alive");
        (await b.Cache.TryGetAsync<string>("canary")).Value.Should().Be("alive");
        (await b.Generations().TryGetAsync(GenerationKey.Sample)).Value.Should().Be("made 1");
    }
}
