using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Keys;

/// <summary>A plain key is looked up before it is checked, which no caller with a bad one may notice.</summary>
public sealed class PlainKeyTests
{
    private const int MaxKeyLength = 40;

    // Not in attributes, whose UTF-8 would replace an unpaired surrogate.
    private static readonly string?[] s_bad = [null, "", "ab\uD800", "\uDC00", new('k', MaxKeyLength + 1)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Look_BadKey_FailsAsItsCheckDoes(bool cancelled)
    {
        await using ServiceProvider services = new ServiceCollection().AddTieredCache(static options => options.MaxKeyLength = MaxKeyLength).Services.BuildServiceProvider();
        ITieredCache cache = services.GetRequiredService<ITieredCache>();
        await cache.SetAsync("good", "value");
        var token = new CancellationToken(cancelled);
        foreach (string? key in s_bad)
        {
            Exception expected = Record.Exception(() => KeyGuard.Validate(key!, MaxKeyLength))!;
            Func<Task>[] calls =
            [
                async () => await cache.GetOrCreateAsync(key!, static (_, _) => ValueTask.FromResult("made"), cancellationToken: token),
                async () => await cache.GetOrCreateAsync(key!, 0, static (_, _, _) => ValueTask.FromResult("made"), cancellationToken: token),
                async () => await cache.TryGetAsync<string>(key!, token),
            ];
            foreach (Func<Task> call in calls)
            {
                Exception? thrown = await Record.ExceptionAsync(call);
                thrown.Should().BeOfType(expected.GetType());
                thrown!.Message.Should().Be(expected.Message);
            }
        }
    }
}
