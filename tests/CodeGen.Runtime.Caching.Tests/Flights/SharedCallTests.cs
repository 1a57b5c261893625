using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Flights;

/// <summary>Callers who cannot leave wait for one task, as long as they may have the same answer.</summary>
public sealed class SharedCallTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ServiceProvider _services = null!;
    private ITieredCache _cache = null!;
    private int _calls;

    public Task InitializeAsync()
    {
        _services = new ServiceCollection().AddTieredCache().Services.BuildServiceProvider();
        _cache = _services.GetRequiredService<ITieredCache>();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task Callers_WithoutTokens_HaveOneTask()
    {
        await WarmAsync();
        Task<string> first = GetAsync();
        Task<string>[] others = [.. Enumerable.Range(0, 100).Select(_ => GetAsync())];
        others.Should().AllSatisfy(t => t.Should().BeSameAs(first));
        _released.SetResult();
        (await first).Should().Be("made 1");
        (await GetAsync()).Should().Be("made 1", "it is stored");
        _calls.Should().Be(1);
    }

    [Fact]
    public async Task Caller_AfterAnInvalidation_HasAValueOfItsOwn()
    {
        await WarmAsync();
        Task<string> first = GetAsync();
        await _cache.RemoveAsync("k");
        Task<string> second = GetAsync();
        second.Should().NotBeSameAs(first);
        _released.SetResult();
        (await first).Should().Be("made 1");
        (await second).Should().Be("made 2");
        (await GetAsync()).Should().Be("made 2");
    }

    [Fact]
    public async Task Caller_AfterAnInvalidationOfAnotherKey_HasTheSameValueByATaskOfItsOwn()
    {
        await WarmAsync();
        Task<string> first = GetAsync();
        await _cache.RemoveAsync("other");
        Task<string> second = GetAsync();
        second.Should().NotBeSameAs(first, "the log stands elsewhere by now");
        _released.SetResult();
        (await Task.WhenAll(first, second)).Should().AllBe("made 1");
    }

    [Fact]
    public async Task Caller_WithAToken_LeavesWithoutTheOthers()
    {
        await WarmAsync();
        using var leaving = new CancellationTokenSource();
        Task<string> first = GetAsync();
        Task<string> leaver = GetAsync(leaving.Token);
        leaver.Should().NotBeSameAs(first);
        await leaving.CancelAsync();
        await leaver.Invoking(t => t).Should().ThrowAsync<OperationCanceledException>();
        _released.SetResult();
        (await first).Should().Be("made 1");
    }

    [Fact]
    public async Task Callers_OfAFactoryThatFails_FailAndAreNotShared()
    {
        await WarmAsync();
        Task<string> first = _cache.GetOrCreateAsync<string>("k", async (_, _) => { await _released.Task; throw new InvalidTimeZoneException("broken"); }).AsTask();
        Task<string> second = GetAsync();
        second.Should().BeSameAs(first);
        _released.SetResult();
        await first.Invoking(t => t).Should().ThrowAsync<InvalidTimeZoneException>();
        (await GetAsync()).Should().Be("made 1", "the next caller begins anew");
    }

    /// <summary>The first call starts the log; only with a lease can callers tell that nothing came between them.</summary>
    private async Task WarmAsync() => await _cache.GetOrCreateAsync("warm-up", static (_, _) => ValueTask.FromResult(1));

    private Task<string> GetAsync(CancellationToken token = default) => _cache.GetOrCreateAsync(
        "k",
        async (_, token) =>
        {
            string value = $"made {Interlocked.Increment(ref _calls)}";
            await _released.Task.WaitAsync(token);
            return value;
        },
        cancellationToken: token).AsTask();
}
