using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Faults;

/// <summary>The breaker by itself, in virtual time.</summary>
public sealed class CircuitBreakerTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CoarseClock _clock;
    private readonly CircuitBreaker _breaker;

    /// <summary>Makes a closed breaker.</summary>
    public CircuitBreakerTests()
    {
        _clock = new CoarseClock(_time);
        _breaker = new CircuitBreaker(_clock);
    }

    [Fact]
    public void Failed_FewerThanTheLimit_StaysClosed()
    {
        Fail(CircuitBreaker.FailuresToOpen - 1);

        _breaker.IsOpen.Should().BeFalse();
        _breaker.TryEnter().Should().BeTrue();
    }

    [Fact]
    public void Succeeded_BetweenFailures_StartsTheCountAnew()
    {
        Fail(CircuitBreaker.FailuresToOpen - 1);
        _breaker.Succeeded();
        Fail(CircuitBreaker.FailuresToOpen - 1);

        _breaker.IsOpen.Should().BeFalse();
    }

    [Fact]
    public void Failed_AtTheLimit_OpensAndSaysSoOnce()
    {
        Fail(CircuitBreaker.FailuresToOpen - 1);

        _breaker.Failed().Should().BeTrue();
        _breaker.Failed().Should().BeFalse();
        _breaker.TryEnter().Should().BeFalse();
    }

    [Fact]
    public void TryEnter_PauseOver_ExactlyOneMayTry()
    {
        Fail(CircuitBreaker.FailuresToOpen);
        _time.Advance(CircuitBreaker.FirstPause);

        Enumerable.Range(0, 100).Count(_ => _breaker.TryEnter()).Should().Be(1);
    }

    [Fact]
    public void Succeeded_Probe_Closes()
    {
        Fail(CircuitBreaker.FailuresToOpen);
        _time.Advance(CircuitBreaker.FirstPause);
        _breaker.TryEnter().Should().BeTrue();
        _breaker.Succeeded();

        _breaker.IsOpen.Should().BeFalse();
        _breaker.TryEnter().Should().BeTrue();
    }

    [Fact]
    public void Failed_Probes_DoubleThePauseUpToTheLongest()
    {
        Fail(CircuitBreaker.FailuresToOpen);
        TimeSpan pause = CircuitBreaker.FirstPause;
        for (int i = 0; i < 10; i++)
        {
            _time.Advance(pause - TimeSpan.FromMilliseconds(1));
            _breaker.TryEnter().Should().BeFalse("the pause is {0}", pause);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            _breaker.TryEnter().Should().BeTrue("the pause is {0}", pause);
            _breaker.Failed().Should().BeFalse();
            pause = pause * 2 < CircuitBreaker.LongestPause ? pause * 2 : CircuitBreaker.LongestPause;
        }

        pause.Should().Be(CircuitBreaker.LongestPause);
    }

    [Fact]
    public void Failed_CrowdThatWasUnderWay_DoesNotStretchThePause()
    {
        Fail(CircuitBreaker.FailuresToOpen + 100);
        _time.Advance(CircuitBreaker.FirstPause);

        _breaker.TryEnter().Should().BeTrue();
    }

    [Fact]
    public void TryEnter_ProbeNeverReports_AnotherMayTryAfterThePause()
    {
        Fail(CircuitBreaker.FailuresToOpen);
        _time.Advance(CircuitBreaker.FirstPause);
        _breaker.TryEnter().Should().BeTrue();
        _time.Advance(CircuitBreaker.FirstPause);

        _breaker.TryEnter().Should().BeTrue();
    }

    /// <inheritdoc/>
    public void Dispose() => _clock.Dispose();

    private void Fail(int times)
    {
        for (int i = 0; i < times; i++)
        {
            _breaker.Failed();
        }
    }
}
