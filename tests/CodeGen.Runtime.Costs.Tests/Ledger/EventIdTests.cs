using CsCheck;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Ids carry their time, and each is later than the one before.</summary>
public sealed class EventIdTests
{
    [Fact]
    public void Next_HoweverTheClockMoves_IsLaterThanTheOneBefore() => Gen.Long[-3, 3].Array[1, 300].Sample(static steps =>
    {
        var source = new EventIdSource(TimeProvider.System);
        long now = 1_800_000_000_000;
        EventId last = source.Next(DateTimeOffset.FromUnixTimeMilliseconds(now));
        foreach (long step in steps)
        {
            EventId next = source.Next(DateTimeOffset.FromUnixTimeMilliseconds(now += step));
            (next > last).Should().BeTrue();
            next.ToGuid().Version.Should().Be(7);
            next.ToGuid().Variant.Should().BeInRange(8, 11);
            last = next;
        }
    });

    [Fact]
    public void Next_ClockStandsOrGoesBack_KeepsTheLatestTime()
    {
        var time = new FakeTimeProvider(TestLedger.Began);
        var source = new EventIdSource(time);
        source.Next().Time.Should().Be(TestLedger.Began);
        source.Next(TestLedger.Began - TimeSpan.FromHours(1)).Time.Should().Be(TestLedger.Began);
        source.Next(TestLedger.Began + TimeSpan.FromHours(1)).Time.Should().Be(TestLedger.Began + TimeSpan.FromHours(1));
    }

    [Fact]
    public void Next_OfTwoSources_NeverMeet()
    {
        EventIdSource[] sources = [new(TimeProvider.System), new(TimeProvider.System)];
        Enumerable.Range(0, 100_000).Select(i => sources[i & 1].Next(TestLedger.Began)).Distinct().Should().HaveCount(100_000);
    }

    [Fact]
    public void FromGuid_VersionSeven_ComesBackAndHasItsTime()
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123);
        Guid guid = Guid.CreateVersion7(time);
        EventId id = EventId.FromGuid(guid);
        id.ToGuid().Should().Be(guid);
        id.Time.Should().Be(time);
        id.ToString().Should().Be(guid.ToString());
    }

    [Fact]
    public void FromGuid_AnotherVersion_IsRefusedWithTheRemedy() =>
        FluentActions.Invoking(() => EventId.FromGuid(new Guid("1b4e28ba-2fa1-41d2-883f-0016d3cca427"))).Should().Throw<ArgumentException>()
            .WithMessage("*version 4*CreateVersion7*");
}
