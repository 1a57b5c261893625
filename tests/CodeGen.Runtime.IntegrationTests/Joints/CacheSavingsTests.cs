using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Costs;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Joints;

/// <summary>A hit is money saved, and the ledger says so.</summary>
public sealed class CacheSavingsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 8, 20, 12, 0, 0, TimeSpan.Zero));
    private readonly string _ledger = Directory.CreateTempSubdirectory("codegen-savings-").FullName;

    public void Dispose() => Directory.Delete(_ledger, recursive: true);

    [Fact]
    public async Task Hits_OfAValueThatCostMoney_AreBookedOnceAnInterval()
    {
        using IHost host = Build(static runtime => runtime.Configure(o => o.SavingsInterval = TimeSpan.FromSeconds(1)));
        await host.StartAsync();
        ITieredCache cache = host.Services.GetRequiredService<ITieredCache>();
        ICostTracker tracker = host.Services.GetRequiredService<ICostTracker>();
        await GetAsync(cache, 4);
        tracker.Totals.Savings.Should().BeEmpty();

        // The timer begins on a thread of its own, so that it may not have seen the first second.
        await Until(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return tracker.Totals.Savings is [var saved] && saved == Money.Of(0.09m, Currency.Eur);
        });
        await GetAsync(cache, 1);
        await host.StopAsync();

        ICostLedger ledger = host.Services.GetRequiredService<ICostLedger>();
        CostRecord[] records = [.. ledger.ReadPage(0, 10).Records];
        records.Select(static record => record.Kind).Should().AllBeEquivalentTo(CostRecordKind.Saving);
        records.Select(static record => (record.Lines[0].Quantity.ToDecimal(0), record.Amount.Round())).Should().Equal((3m, Money.Of(0.09m, Currency.Eur)), (1m, Money.Of(0.03m, Currency.Eur)));
        records[0].Attribution.Resource.Should().Be("default");
        tracker.TotalCost().Should().BeEmpty();
    }

    [Fact]
    public async Task Hits_Switched_Off_AreNotBooked()
    {
        using IHost host = Build(static runtime => runtime.Configure(o => o.SavingsInterval = TimeSpan.Zero));
        await host.StartAsync();
        await GetAsync(host.Services.GetRequiredService<ITieredCache>(), 3);
        await host.StopAsync();

        host.Services.GetRequiredService<ICostTracker>().Totals.Savings.Should().BeEmpty();
    }

    [Fact]
    public async Task Start_IntervalOutOfRange_NamesPathAndRemedy()
    {
        using IHost host = Build(static runtime => runtime.Configure(o => o.SavingsInterval = TimeSpan.FromMilliseconds(3)));

        (await FluentActions.Awaiting(() => host.StartAsync()).Should().ThrowAsync<OptionsValidationException>())
            .WithMessage("*CodeGenRuntime:SavingsInterval is 00:00:00.0030000; it must be between*");
    }

    private static async Task GetAsync(ITieredCache cache, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await cache.GetOrCreateAsync("key", static (context, _) =>
            {
                context.Cost = 0.03m;
                return ValueTask.FromResult("code");
            });
        }
    }

    private static Task Until(Func<bool> condition) => TestKit.WaitUntil.Async(condition, TimeSpan.FromSeconds(30));

    private IHost Build(Action<CodeGenRuntimeBuilder> configure)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(_time);
        configure(builder.Services.AddCodeGenRuntime().ConfigureCosts(o => (o.LedgerPath, o.Currency, o.SegmentBytes) = (_ledger, "EUR", 1 << 20)));
        return builder.Build();
    }
}
