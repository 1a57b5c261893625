using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Freshness;

/// <summary>Bad values of the options of freshness are refused, naming setting, value and range.</summary>
public sealed class FreshnessOptionsTests
{
    public static TheoryData<string, Action<RegionOptions>> Bad => new()
    {
        { "*Jitter*0 to 0.5*", r => r.Jitter = 0.6 },
        { "*Jitter*0 to 0.5*", r => r.Jitter = -0.1 },
        { "*Jitter*0 to 0.5*", r => r.Jitter = double.NaN },
        { "*SlidingExpiration*more than 0*", r => r.SlidingExpiration = TimeSpan.Zero },
        { "*SlidingExpiration*MaxEntryLifetime*", r => r.SlidingExpiration = TimeSpan.FromDays(2) },
        { "*NegativeTimeToLive*more than 0*", r => r.NegativeTimeToLive = TimeSpan.Zero },
        { "*StaleFor*0 or more*", r => r.StaleFor = TimeSpan.FromSeconds(-1) },
        { "*StaleFor*MaxEntryLifetime*", r => r.StaleFor = TimeSpan.FromDays(2) },
        { "*StaleRetryAfter*0 to 1 hour*", r => r.StaleRetryAfter = TimeSpan.FromHours(2) },
        { "*HardTimeout*more than 0*", r => r.HardTimeout = TimeSpan.Zero },
        { "*HardTimeout*FactoryTimeout*", r => r.HardTimeout = TimeSpan.FromHours(1) },
        {
            "*SoftTimeout*less than HardTimeout*",
            r =>
            {
                r.StaleFor = TimeSpan.FromMinutes(1);
                r.HardTimeout = TimeSpan.FromSeconds(1);
                r.SoftTimeout = TimeSpan.FromSeconds(1);
            }
        },
        { "*SoftTimeout*StaleFor*", r => r.SoftTimeout = TimeSpan.FromSeconds(1) },
        { "*EagerRefresh*more than 0 and less than 1*", r => r.EagerRefresh = 1 },
        { "*EagerRefresh*more than 0 and less than 1*", r => r.EagerRefresh = 0 },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Option_OutOfRange_IsRefusedForARegionAndForPlainKeys(string message, Action<RegionOptions> configure)
    {
        await using ServiceProvider good = new ServiceCollection().AddTieredCache().Services.BuildServiceProvider();
        ITieredCache cache = good.GetRequiredService<ITieredCache>();
        cache.Invoking(c => c.Region<Protocol.ProtocolKey, string>(configure)).Should().Throw<ArgumentException>().WithMessage(message).WithMessage("*region 'a'*");

        await using ServiceProvider bad = new ServiceCollection().AddTieredCache(o => configure(o.PlainKeys)).Services.BuildServiceProvider();
        bad.Invoking(p => p.GetRequiredService<ITieredCache>()).Should().Throw<OptionsValidationException>().WithMessage("CodeGenRuntime:Cache:PlainKeys*").WithMessage(message);
    }

    [Fact]
    public async Task PlainKeys_HaveTheirOwnRegionOptions()
    {
        await using ServiceProvider provider = new ServiceCollection().AddTieredCache(o => o.PlainKeys.Version = 7).Services.BuildServiceProvider();
        ITieredCache cache = provider.GetRequiredService<ITieredCache>();
        (await cache.ExplainAsync("key")).RegionVersion.Should().Be(7);
    }

    [Fact]
    public async Task PlainKeys_CannotBeRenamed()
    {
        await using ServiceProvider provider = new ServiceCollection().AddTieredCache(o => o.PlainKeys.Name = "other").Services.BuildServiceProvider();
        provider.Invoking(p => p.GetRequiredService<ITieredCache>()).Should().Throw<OptionsValidationException>().WithMessage("*PlainKeys:Name*'other'*'default'*");
    }
}
