using System.Collections.Concurrent;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>One factory call for all who ask for one key at one time, each of whom may leave when it likes.</summary>
[Collection(ServersCollection.Name)]
public sealed class SingleFlightTests(ServersFixture servers)
{
    private static readonly GenerationKey s_key = GenerationKey.Sample;
    private static readonly AsyncLocal<string> s_ambient = new();

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_ThousandCallersOneColdKey_OneFactoryCall(ServerKind kind)
    {
        await using HookedNode node = await HookedNode.StartAsync(await servers.GetAsync(kind), TestServers.UniqueNamespace());
        CacheRegion<GenerationKey, string> region = node.Generations();
        using var joined = node.Counter(CachingDiagnostics.FlightsJoined);
        var factory = new CountingFactory(holdFirst: true);

        Task<string>[] callers = [.. Enumerable.Range(0, 1_000).Select(_ => Task.Run(() => region.GetOrCreateAsync(s_key, factory.RunAsync).AsTask()))];
        await factory.Gate.Reached;
        await joined.WaitForMeasurementsAsync(999, HookedNode.Patience);
        factory.Gate.Open();

        (await Task.WhenAll(callers)).Should().OnlyContain(v => v == "made 1");
        factory.Calls.Should().Be(1);
        node.Inner.FlightCount.Should().Be(0);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_ThousandCallersOnEachOfTwoNodes_OneFactoryCall(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        using var awaitedByA = a.Counter(CachingDiagnostics.FlightsAwaited);
        using var awaitedByB = b.Counter(CachingDiagnostics.FlightsAwaited);
        var factory = new CountingFactory(holdFirst: true);

        Task<string>[] callers =
        [
            .. ((HookedNode[])[a, b])
                .Select(static n => n.Generations(o => o.SingleFlight = SingleFlight.AcrossNodes))
                .SelectMany(region => Enumerable.Range(0, 1_000).Select(_ => Task.Run(() => region.GetOrCreateAsync(s_key, factory.RunAsync).AsTask()))),
        ];
        await factory.Gate.Reached;
        await Task.WhenAny(awaitedByA.WaitForMeasurementsAsync(1, HookedNode.Patience), awaitedByB.WaitForMeasurementsAsync(1, HookedNode.Patience));
        factory.Gate.Open();

        (await Task.WhenAll(callers)).Should().OnlyContain(v => v == "made 1");
        factory.Calls.Should().Be(1);
    }

    [Fact]
    public async Task GetOrCreate_OneOfManyCallersLeaves_TheOthersHaveTheValue()
    {
        await using HookedNode node = await HookedNode.StartAsync(null, TestServers.UniqueNamespace());
        using var joined = node.Counter(CachingDiagnostics.FlightsJoined);
        var factory = new CountingFactory(holdFirst: true);
        using var leaving = new CancellationTokenSource();

        // The first caller, whose factory it is, and one of the others.
        Task<string> first = node.Generations().GetOrCreateAsync(s_key, factory.RunAsync, cancellationToken: leaving.Token).AsTask();
        await factory.Gate.Reached;
        Task<string> staying = node.Generations().GetOrCreateAsync(s_key, factory.RunAsync).AsTask();
        Task<string> another = node.Generations().GetOrCreateAsync(s_key, factory.RunAsync, cancellationToken: leaving.Token).AsTask();
        await joined.WaitForMeasurementsAsync(2, HookedNode.Patience);
        await leaving.CancelAsync();

        await ((Func<Task>)(() => first)).Should().ThrowAsync<OperationCanceledException>();
        await ((Func<Task>)(() => another)).Should().ThrowAsync<OperationCanceledException>();
        factory.Token.IsCancellationRequested.Should().BeFalse("one caller still waits");
        factory.Gate.Open();
        (await staying).Should().Be("made 1");
        (await node.Generations().TryGetAsync(s_key)).Value.Should().Be("made 1");
    }

    [Fact]
    public async Task GetOrCreate_LastCallerLeaves_FactoryIsCancelledThenAndNotBefore()
    {
        await using HookedNode node = await HookedNode.StartAsync(null, TestServers.UniqueNamespace());
        using var joined = node.Counter(CachingDiagnostics.FlightsJoined);
        var factory = new CountingFactory(holdFirst: true);
        using var one = new CancellationTokenSource();
        using var two = new CancellationTokenSource();
        Task<string> first = node.Generations().GetOrCreateAsync(s_key, factory.RunAsync, cancellationToken: one.Token).AsTask();
        await factory.Gate.Reached;
        Task<string> second = node.Generations().GetOrCreateAsync(s_key, factory.RunAsync, cancellationToken: two.Token).AsTask();
        await joined.WaitForMeasurementsAsync(1, HookedNode.Patience);

        await one.CancelAsync();
        await ((Func<Task>)(() => first)).Should().ThrowAsync<OperationCanceledException>();
        factory.Token.IsCancellationRequested.Should().BeFalse();
        await two.CancelAsync();
        await ((Func<Task>)(() => second)).Should().ThrowAsync<OperationCanceledException>();

        factory.Token.IsCancellationRequested.Should().BeTrue();
        node.Inner.FlightCount.Should().Be(0);
        (await node.Generations().GetOrCreateAsync(s_key, factory.RunAsync)).Should().Be("made 2");
    }

    [Fact]
    public async Task GetOrCreate_CallerComesWithACancelledToken_FactoryDoesNotRun()
    {
        await using HookedNode node = await HookedNode.StartAsync(null, TestServers.UniqueNamespace());
        var factory = new CountingFactory();

        Func<Task> act = () => node.Generations().GetOrCreateAsync(s_key, factory.RunAsync, cancellationToken: new CancellationToken(true)).AsTask();

        await act.Should().ThrowAsync<OperationCanceledException>();
        factory.Calls.Should().Be(0);
    }

    [Fact]
    public async Task GetOrCreate_FirstCallersExecutionContext_FlowsIntoTheFactory()
    {
        await using HookedNode node = await HookedNode.StartAsync(null, TestServers.UniqueNamespace());
        using var joined = node.Counter(CachingDiagnostics.FlightsJoined);
        var gate = new Gate();
        s_ambient.Value = "first";
        Task<string> first = node.Cache.GetOrCreateAsync("k", async (_, _) =>
        {
            string before = s_ambient.Value!;
            await gate.PassAsync();
            return before == s_ambient.Value ? before : "changed on the way";
        }).AsTask();
        await gate.Reached;
        s_ambient.Value = "second";
        Task<string> second = node.Cache.GetOrCreateAsync("k", (_, _) => ValueTask.FromResult(s_ambient.Value!)).AsTask();
        await joined.WaitForMeasurementsAsync(1, HookedNode.Patience);
        gate.Open();

        (await first).Should().Be("first");
        (await second).Should().Be("first");
        s_ambient.Value.Should().Be("second", "the factory's context does not leak back");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_FactoryThrows_AllWaitersHaveTheExceptionAndNothingIsStored(ServerKind kind)
    {
        await using HookedNode node = await HookedNode.StartAsync(await servers.GetAsync(kind), TestServers.UniqueNamespace());
        using var joined = node.Counter(CachingDiagnostics.FlightsJoined);
        var gate = new Gate();
        Task<string>[] callers = [.. Enumerable.Range(0, 10).Select(_ => node.Generations().GetOrCreateAsync(s_key, ThrowAsync).AsTask())];
        await gate.Reached;
        await joined.WaitForMeasurementsAsync(9, HookedNode.Patience);
        gate.Open();

        foreach (Task<string> caller in callers)
        {
            await ((Func<Task>)(() => caller)).Should().ThrowAsync<InvalidOperationException>().WithMessage("the model said no");
        }

        (await node.Generations().TryGetAsync(s_key)).HasValue.Should().BeFalse();
        (await node.Generations().GetOrCreateAsync(s_key, new CountingFactory().RunAsync)).Should().Be("made 1");

        async ValueTask<string> ThrowAsync(GenerationKey key, CacheEntryContext context, CancellationToken cancellationToken)
        {
            await gate.PassAsync();
            throw new InvalidOperationException("the model said no");
        }
    }

    [Fact]
    public async Task GetOrCreate_FactoryThrowsBeforeItsFirstAwait_CallerHasTheException()
    {
        await using HookedNode node = await HookedNode.StartAsync(null, TestServers.UniqueNamespace());

        Func<Task> act = () => node.Cache.GetOrCreateAsync<string>("k", (_, _) => throw new InvalidOperationException("at once")).AsTask();

        await act.Should().ThrowAsync<InvalidOperationException>().WithMessage("at once");
        node.Inner.FlightCount.Should().Be(0);
    }

    [Fact]
    public async Task GetOrCreate_FactoryCancelsOfItsOwnAccord_CallersSeeTheCancellation()
    {
        await using HookedNode node = await HookedNode.StartAsync(null, TestServers.UniqueNamespace());

        Func<Task> act = () => node.Cache.GetOrCreateAsync<string>("k", (_, _) => throw new OperationCanceledException("its own reasons")).AsTask();

        await act.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task GetOrCreate_ManyKeysAtOnce_DoNotWaitForEachOther()
    {
        await using HookedNode node = await HookedNode.StartAsync(null, TestServers.UniqueNamespace());
        var held = new CountingFactory("held", holdFirst: true);
        Task<string> slow = node.Generations().GetOrCreateAsync(s_key, held.RunAsync).AsTask();
        await held.Gate.Reached;

        (await node.Generations().GetOrCreateAsync(s_key with { File = "b.cs" }, new CountingFactory("other").RunAsync)).Should().Be("other 1");

        held.Gate.Open();
        (await slow).Should().Be("held 1");
    }

    [Fact]
    public async Task GetOrCreate_TwoVersionsOfARegionInOneProcess_DoNotShareAFlight()
    {
        await using HookedNode node = await HookedNode.StartAsync(null, TestServers.UniqueNamespace());
        var two = new CountingFactory("two", holdFirst: true);
        var three = new CountingFactory("three");
        Task<string> first = node.Generations(o => o.Version = 2).GetOrCreateAsync(s_key, two.RunAsync).AsTask();
        await two.Gate.Reached;

        Task<string> second = node.Generations(o => o.Version = 3).GetOrCreateAsync(s_key, three.RunAsync).AsTask();
        await WaitUntil.Async(() => three.Calls == 1, HookedNode.Patience, "the newer version makes its own value");
        two.Gate.Open();

        (await first).Should().Be("two 1");
        (await second).Should().Be("three 1");
    }

    [Fact]
    public async Task GetOrCreate_InvalidatedAgainAndAgain_EveryCallerEndsWithAValueNotOlderThanItsQuestion()
    {
        await using HookedNode node = await HookedNode.StartAsync(null, TestServers.UniqueNamespace());
        CacheRegion<GenerationKey, int> region = node.Cache.Region<GenerationKey, int>();
        int truth = 0;
        var wrong = new ConcurrentQueue<(int Asked, int Got)>();
        Task writer = Task.Run(async () =>
        {
            for (int i = 1; i <= 500; i++)
            {
                Volatile.Write(ref truth, i);
                await region.InvalidateAsync(GenerationKey.Scope(project: s_key.Project));
                Interlocked.Increment(ref s_confirmed);
            }
        });

        Task[] readers =
        [
            .. Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                while (!writer.IsCompleted)
                {
                    int asked = Volatile.Read(ref s_confirmed);
                    int got = await region.GetOrCreateAsync(s_key, async (_, _, _) =>
                    {
                        int value = Volatile.Read(ref truth);
                        await Task.Yield();
                        return value;
                    });
                    if (got < asked)
                    {
                        wrong.Enqueue((asked, got));
                    }
                }
            })),
        ];
        await writer;
        await Task.WhenAll(readers);

        wrong.Should().BeEmpty();
    }

    // How many invalidations have completed: a caller who asks afterwards must not see an older value.
    private static int s_confirmed;
}
