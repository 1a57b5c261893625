using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.Coordination.Tests;

/// <summary>The clock that hot paths read, and how it notices that time did not pass evenly.</summary>
public sealed class CoarseClockTests
{
    [Fact]
    public void Tick_InTime_IsNoJump()
    {
        var time = new FakeTimeProvider();
        using var clock = new CoarseClock(time);
        int jumps = 0;
        clock.Jumped += () => jumps++;

        for (int i = 0; i < 10; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(CoarseClock.LateMilliseconds));
            clock.Tick();
        }

        jumps.Should().Be(0);
        clock.Now.Should().Be(10 * CoarseClock.LateMilliseconds);
    }

    [Fact]
    public void Tick_Late_IsAJump()
    {
        var time = new FakeTimeProvider();
        using var clock = new CoarseClock(time);
        int jumps = 0;
        clock.Jumped += () => jumps++;
        time.Advance(TimeSpan.FromMilliseconds(CoarseClock.LateMilliseconds + 1));

        clock.Tick();

        jumps.Should().Be(1);
    }

    [Theory]
    [InlineData(CoarseClock.WallJumpMilliseconds, 0)]
    [InlineData(CoarseClock.WallJumpMilliseconds + 1, 1)]
    [InlineData(-CoarseClock.WallJumpMilliseconds, 0)]
    [InlineData(-CoarseClock.WallJumpMilliseconds - 1, 1)]
    public void Tick_WallClockMovedAlone_IsAJumpBeyondTheLimit(int milliseconds, int expected)
    {
        var time = new MovableWall();
        using var clock = new CoarseClock(time);
        int jumps = 0;
        clock.Jumped += () => jumps++;

        time.Wall += TimeSpan.FromMilliseconds(milliseconds);
        clock.Tick();
        clock.Tick();

        jumps.Should().Be(expected);
    }

    [Fact]
    public void Now_SystemTimeAndStarted_MovesByItself()
    {
        using var clock = new CoarseClock(TimeProvider.System);
        clock.Start();
        long before = clock.Now;

        SpinWait.SpinUntil(() => clock.Now > before, TimeSpan.FromSeconds(30)).Should().BeTrue();
        clock.Now.Should().BeLessThanOrEqualTo(clock.Exact());
    }

    private sealed class MovableWall : TimeProvider
    {
        public DateTimeOffset Wall { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => 0;
    }
}
