using CodeGen.Runtime.Caching.Tests.Protocol;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;

namespace CodeGen.Runtime.Caching.Tests.Freshness;

/// <summary>One node of a <see cref="FreshCluster"/> and the short forms of what its tests do.</summary>
internal sealed class FreshNode(TieredCache cache, FakeTimeProvider clock, Link link, CountingStore store, CacheRegion<ProtocolKey, string?> region)
{
    public static readonly ProtocolKey Key = new("x", "1");

    public TieredCache Cache { get; } = cache;

    public FakeTimeProvider Clock { get; } = clock;

    public Link Link { get; } = link;

    public CountingStore Store { get; } = store;

    public CacheRegion<ProtocolKey, string?> Region { get; } = region;

    public Task<string?> MakeAsync(string? value, Action<CacheEntryContext>? say = null, CacheEntryOptions? options = null, ProtocolKey? key = null) =>
        Region.GetOrCreateAsync(
            key ?? Key,
            (_, context, _) =>
            {
                say?.Invoke(context);
                return ValueTask.FromResult(value);
            },
            options).AsTask();

    public Task<string?> FailAsync(Action? called = null) =>
        Region.GetOrCreateAsync(
            Key,
            (_, _, _) =>
            {
                called?.Invoke();
                throw new PendingFactory.FactoryFailedException();
            }).AsTask();

    /// <summary>Starts a factory that ends when the test lets it.</summary>
    public (Task<string?> Call, PendingFactory Factory) Begin(string value, TaskCompletionSource? running = null)
    {
        var pending = new PendingFactory();
        Task<string?> call = Region.GetOrCreateAsync(
            Key,
            async (_, _, _) =>
            {
                running?.TrySetResult();
                await pending.Ended;
                return (string?)value;
            }).AsTask();
        return (call, pending);
    }

    public async Task<string?> LookAsync(ProtocolKey? key = null) => (await Region.TryGetAsync(key ?? Key)) is { HasValue: true } found ? found.Value : null;

    public async Task<CacheMissReason> WhyAsync() => (await Region.TryGetAsync(Key)).MissReason;

    public static async Task EventuallyAsync(Func<Task<bool>> condition, string because)
    {
        DateTime end = DateTime.Now.AddSeconds(20);
        while (!await condition())
        {
            DateTime.Now.Should().BeBefore(end, because);
            await Task.Yield();
        }
    }
}
