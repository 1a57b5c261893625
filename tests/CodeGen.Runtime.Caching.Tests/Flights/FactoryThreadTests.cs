using CodeGen.Runtime.Caching.Tests.Protocol;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Flights;

/// <summary>On which thread a factory begins in a cache without a shared tier, and what that must not cost the other callers.</summary>
public sealed class FactoryThreadTests : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly FakeTimeProvider _time = new();
    private ServiceProvider _services = null!;
    private ITieredCache _cache = null!;

    public async Task InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        _services = services.AddTieredCache().Services.BuildServiceProvider();
        _cache = _services.GetRequiredService<ITieredCache>();

        // The first call starts the log, on a thread of the pool.
        await _cache.GetOrCreateAsync("warm-up", static (_, _) => ValueTask.FromResult(1));
    }

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task Factory_OfACallerWhoCannotLeave_BeginsOnItsThread() =>
        (await Task.Run(async () =>
        {
            // Without the synchronization context of the test platform.
            int here = Environment.CurrentManagedThreadId;
            return await _cache.GetOrCreateAsync("k", (_, _) => ValueTask.FromResult(Environment.CurrentManagedThreadId == here));
        })).Should().BeTrue();

    [Fact]
    public async Task Factory_OfACallerWithAToken_BlocksAnother()
    {
        using var release = new ManualResetEventSlim();
        using var leaving = new CancellationTokenSource();
        Task<int> call = _cache.GetOrCreateAsync("k", (_, _) => { release.Wait(CancellationToken.None); return ValueTask.FromResult(1); }, cancellationToken: leaving.Token).AsTask();
        await leaving.CancelAsync();
        await call.Invoking(c => c.WaitAsync(s_patience)).Should().ThrowAsync<OperationCanceledException>();
        release.Set();
    }

    [Fact]
    public async Task Factory_InARegionWithAHardTimeout_BlocksAnother()
    {
        CacheRegion<ProtocolKey, int> region = _cache.Region<ProtocolKey, int>(o => o.HardTimeout = TimeSpan.FromSeconds(1));
        using var release = new ManualResetEventSlim();
        using var running = new ManualResetEventSlim();
        Task<int> call = region.GetOrCreateAsync(new ProtocolKey("x", "1"), (_, _, _) => { running.Set(); release.Wait(CancellationToken.None); return ValueTask.FromResult(1); }).AsTask();
        running.Wait(s_patience).Should().BeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        await call.Invoking(c => c.WaitAsync(s_patience)).Should().ThrowAsync<CacheFactoryTimeoutException>();
        release.Set();
    }

    [Fact]
    public async Task Factory_OfACallerWithASynchronizationContext_BeginsElsewhere()
    {
        using var called = new ManualResetEventSlim();
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
        Task<bool> call;
        try
        {
            call = _cache.GetOrCreateAsync("k", (_, _) => ValueTask.FromResult(called.Wait(s_patience, CancellationToken.None))).AsTask();
            called.Set();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        (await call).Should().BeTrue("the call came back while its factory was waiting");
    }

    [Fact]
    public async Task Factory_ThatKeepsItsCallersThread_IsOverForTheOthersAtItsDeadline()
    {
        using var release = new ManualResetEventSlim();
        using var running = new ManualResetEventSlim();
        CancellationToken seen = default;
        var initiator = new Task<int>(() => _cache.GetOrCreateAsync("k", (_, token) =>
        {
            seen = token;
            running.Set();
            release.Wait(CancellationToken.None);
            return ValueTask.FromResult(1);
        }).AsTask().GetAwaiter().GetResult(), TaskCreationOptions.LongRunning);
        initiator.Start(TaskScheduler.Default);
        running.Wait(s_patience).Should().BeTrue();
        Task<int> joined = _cache.GetOrCreateAsync("k", static (_, _) => ValueTask.FromResult(2)).AsTask();
        joined.IsCompleted.Should().BeFalse("it waits for the first");

        _time.Advance(TieredCacheOptions.DefaultMaxFactoryDuration);

        await joined.Invoking(c => c.WaitAsync(s_patience)).Should().ThrowAsync<CacheFactoryTimeoutException>();
        seen.IsCancellationRequested.Should().BeTrue();
        (await _cache.GetOrCreateAsync("k", static (_, _) => ValueTask.FromResult(3))).Should().Be(3, "whoever comes later begins anew");
        release.Set();
        await initiator.Invoking(c => c.WaitAsync(s_patience)).Should().ThrowAsync<CacheFactoryTimeoutException>("its own factory was too late");
        (await _cache.TryGetAsync<int>("k")).Value.Should().Be(3, "what came too late is not stored");
    }

    [Fact]
    public async Task Factory_ThatGivesItsThreadBack_IsOverAtItsDeadline()
    {
        Task<int> call = _cache.GetOrCreateAsync("k", static async (_, _) => { await Task.Delay(Timeout.Infinite, CancellationToken.None); return 1; }).AsTask();
        _time.Advance(TieredCacheOptions.DefaultMaxFactoryDuration - TimeSpan.FromMilliseconds(1));
        call.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await call.Invoking(c => c.WaitAsync(s_patience)).Should().ThrowAsync<CacheFactoryTimeoutException>();
    }

    [Fact]
    public async Task Factory_ThatAsksForItsOwnKey_IsOverAtItsDeadline()
    {
        Task<int> call = _cache.GetOrCreateAsync("k", async (_, _) => await _cache.GetOrCreateAsync("k", static (_, _) => ValueTask.FromResult(1), cancellationToken: CancellationToken.None)).AsTask();
        _time.Advance(TieredCacheOptions.DefaultMaxFactoryDuration);
        await call.Invoking(c => c.WaitAsync(s_patience)).Should().ThrowAsync<CacheFactoryTimeoutException>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Factory_WhoseTokenHasACallbackThatThrows_HurtsNobody(bool leaves)
    {
        using var leaving = new CancellationTokenSource();
        var running = new TaskCompletionSource();
        Task<int> call = _cache.GetOrCreateAsync(
            "k",
            async (_, token) =>
            {
                token.Register(static () => throw new InvalidTimeZoneException("thrown by a callback"));
                running.SetResult();
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
                return 1;
            },
            cancellationToken: leaves ? leaving.Token : default).AsTask();
        await running.Task;
        if (leaves)
        {
            await leaving.CancelAsync();
            await call.Invoking(c => c.WaitAsync(s_patience)).Should().ThrowAsync<OperationCanceledException>();
        }
        else
        {
            _time.Advance(TieredCacheOptions.DefaultMaxFactoryDuration);
            await call.Invoking(c => c.WaitAsync(s_patience)).Should().ThrowAsync<CacheFactoryTimeoutException>();
        }

        (await _cache.GetOrCreateAsync("k", static (_, _) => ValueTask.FromResult(2))).Should().Be(2);
    }

    [Fact]
    public async Task Factories_ThatAskForOtherKeysManyDeep_DoNotUseUpTheStack()
    {
        const int deep = 5_000;
        (await Task.Run(async () => await SumAsync(deep))).Should().Be((long)deep * (deep + 1) / 2);

        ValueTask<long> SumAsync(int n) => n == 0
            ? new(0)
            : _cache.GetOrCreateAsync($"sum:{n}", async (_, _) => n + await SumAsync(n - 1));
    }

    [Fact]
    public async Task Factory_ThatThrowsOnItsCallersThread_FailsTheCallAndIsForgotten()
    {
        Func<Task> call = async () => await _cache.GetOrCreateAsync<int>("k", static (_, _) => throw new InvalidTimeZoneException("broken"));
        await call.Should().ThrowAsync<InvalidTimeZoneException>();
        (await _cache.GetOrCreateAsync("k", static (_, _) => ValueTask.FromResult(2))).Should().Be(2);
    }
}
