using FluentAssertions;
using Microsoft.Extensions.Caching.Hybrid;

namespace CodeGen.Runtime.Contracts.Hybrid;

/// <summary>Many callers of one value.</summary>
internal static class Stampedes
{
    [ContractCase("a hundred callers share one run of the factory")]
    public static async Task Shared(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var calls = new Calls();
        Task<string>[] callers = [.. Enumerable.Range(0, 100).Select(_ => Task.Run(() => HeldAsync(cache, "k", calls)))];
        await calls.StartedAsync();
        calls.Release();
        (await Task.WhenAll(callers)).Should().AllBe("made 1");
    }

    [ContractCase("a caller who leaves does not take the value from the others")]
    public static async Task OneLeaves(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var calls = new Calls();
        using var leaver = new CancellationTokenSource();
        using var stayer = new CancellationTokenSource();
        Task<string> leaving = HeldAsync(cache, "k", calls, leaver.Token);
        await calls.StartedAsync();
        Task<string> staying = HeldAsync(cache, "k", calls, stayer.Token);
        await leaver.CancelAsync();
        await leaving.Invoking(t => t.WaitAsync(Rig.Patience)).Should().ThrowAsync<OperationCanceledException>();
        calls.Release();
        (await staying).Should().Be("made 1");
        calls.Count.Should().Be(1);
    }

    [ContractCase("a caller who leaves leaves at once, whatever the factory does")]
    public static async Task LeavesAtOnce(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var calls = new Calls();
        using var leaver = new CancellationTokenSource();
        Task<string> leaving = cache.GetOrCreateAsync("k", calls, static async (calls, _) => await calls.StubbornAsync(), cancellationToken: leaver.Token).AsTask();
        await calls.StartedAsync();
        await leaver.CancelAsync();
        await leaving.Invoking(t => t.WaitAsync(Rig.Patience)).Should().ThrowAsync<OperationCanceledException>();
        calls.Release();
    }

    [ContractCase("when all callers have left the factory is cancelled")]
    public static async Task AllLeave(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var calls = new Calls();
        var cancelled = new TaskCompletionSource();
        using var leaver = new CancellationTokenSource();
        Task<string>[] leaving =
        [
            .. Enumerable.Range(0, 3).Select(_ => cache.GetOrCreateAsync(
                "k",
                (calls, cancelled),
                static async (state, token) =>
                {
                    try
                    {
                        return await state.calls.HeldAsync(token);
                    }
                    catch (OperationCanceledException)
                    {
                        state.cancelled.TrySetResult();
                        throw;
                    }
                },
                cancellationToken: leaver.Token).AsTask()),
        ];
        await calls.StartedAsync();
        await leaver.CancelAsync();
        await cancelled.Task.WaitAsync(Rig.Patience);
        foreach (Task<string> caller in leaving)
        {
            await caller.Invoking(t => t.WaitAsync(Rig.Patience)).Should().ThrowAsync<OperationCanceledException>();
        }
    }

    [ContractCase("after all have left the next caller starts anew")]
    public static async Task AnewAfterAllLeft(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var calls = new Calls();
        using var leaver = new CancellationTokenSource();
        Task<string> leaving = HeldAsync(cache, "k", calls, leaver.Token);
        await calls.StartedAsync();
        await leaver.CancelAsync();
        await leaving.Invoking(t => t.WaitAsync(Rig.Patience)).Should().ThrowAsync<OperationCanceledException>();
        (await cache.GetAsync("k", calls).WaitAsync(Rig.Patience)).Should().Be("made 2");
    }

    [ContractCase("a call that is cancelled already runs no factory")]
    public static async Task CancelledAlready(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var calls = new Calls();
        Func<Task> call = async () => await cache.GetOrCreateAsync("k", _ => new ValueTask<string>(calls.Next()), cancellationToken: new CancellationToken(true));
        await call.Should().ThrowAsync<OperationCanceledException>();
        calls.Count.Should().Be(0);
    }

    [ContractCase("keys do not wait for each other")]
    public static async Task Independent(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var held = new Calls();
        Task<string> holding = HeldAsync(cache, "held", held);
        await held.StartedAsync();
        (await cache.GetAsync("free", new Calls()).WaitAsync(Rig.Patience)).Should().Be("made 1");
        held.Release();
        await holding;
    }

    [ContractCase("a failed run fails all who shared it, and the next caller starts anew")]
    public static async Task SharedFailure(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var calls = new Calls();
        Task<string>[] callers =
        [
            .. Enumerable.Range(0, 3).Select(_ => cache.GetOrCreateAsync<Calls, string>(
                "k",
                calls,
                static async (calls, token) => throw new InvalidTimeZoneException(await calls.HeldAsync(token))).AsTask()),
        ];
        await calls.StartedAsync();
        calls.Release();
        foreach (Task<string> caller in callers)
        {
            (await caller.Invoking(t => t.WaitAsync(Rig.Patience)).Should().ThrowAsync<InvalidTimeZoneException>()).WithMessage("made 1");
        }

        (await cache.GetAsync("k", calls)).Should().Be("made 2");
    }

    [ContractCase("the factory sees the ambient values of the caller who started it")]
    public static async Task Ambient(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var ambient = new AsyncLocal<string> { Value = "caller" };
        using var token = new CancellationTokenSource();
        string seen = await cache.GetOrCreateAsync(
            "k",
            async _ =>
            {
                await Task.Yield();
                return ambient.Value ?? "nothing";
            },
            cancellationToken: token.Token);
        seen.Should().Be("caller");
    }

    [ContractCase("a factory may use the cache for other keys")]
    public static async Task Nested(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        string value = await cache.GetOrCreateAsync("outer", async _ => "outer of " + await cache.GetAsync("inner", new Calls())).AsTask().WaitAsync(Rig.Patience);
        value.Should().Be("outer of made 1");
    }

    private static Task<string> HeldAsync(HybridCache cache, string key, Calls calls, CancellationToken token = default) =>
        cache.GetOrCreateAsync(key, calls, static async (calls, token) => await calls.HeldAsync(token), cancellationToken: token).AsTask();
}
