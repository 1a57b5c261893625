using CsCheck;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>When a destination that failed is asked again.</summary>
public sealed class AlertBackOffTests
{
    private readonly FakeTimeProvider _time = AlertHost.Clock();

    [Fact]
    public void After_AnyFailures_DoublesToTheLongestLessUpToAHalf() =>
        Gen.Select(Gen.Int[1, 100_000], Gen.Double[0, 1], Gen.Int[100, 3_600_000], Gen.Int[1, 24]).Sample((failures, random, first, times) =>
        {
            var backOff = new AlertBackOff(TimeSpan.FromMilliseconds(first), TimeSpan.FromMilliseconds((double)first * times));
            double full = failures > 10 ? (double)first * times : Math.Min(first * Math.Pow(2, failures - 1), (double)first * times);
            backOff.After(failures, 0).TotalMilliseconds.Should().BeApproximately(full, 0.001);
            backOff.After(failures, random).TotalMilliseconds.Should().BeInRange((full / 2) - 0.001, full + 0.001);
        });

    [Fact]
    public async Task Failures_InARow_WaitLongerEachTimeAndNoAttemptComesBefore()
    {
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(_time, AlertHost.Secret);
        await using var host = new AlertHost(_time, o =>
        {
            o.Webhooks["ops"] = AlertHost.Webhook(receiver);
            o.MaxRetryDelay = TimeSpan.FromSeconds(40);
        });
        receiver.Respond(500, 500, 500, 500, 500, 500);
        await host.StartAsync();
        await host.RaiseAsync();
        foreach ((int attempt, double full) in new[] { 5.0, 10, 20, 40, 40, 40 }.Index())
        {
            await receiver.NextAsync();
            DateTimeOffset next = await host.FailedAsync("ops", attempt + 1);
            (next - _time.GetUtcNow()).TotalSeconds.Should().BeInRange(full / 2, full);
            _time.SetUtcNow(next - TimeSpan.FromMilliseconds(1));
            host.Status("ops").NextAttempt.Should().Be(next);
            receiver.HasMore().Should().BeFalse();
            _time.SetUtcNow(next);
        }

        await host.UntilAsync("ops", static s => s is { Pending: 0, NextAttempt: null });
        receiver.Respond(500);
        await host.RaiseAsync();
        (await host.FailedAsync("ops", 7) - _time.GetUtcNow()).TotalSeconds.Should().BeInRange(2.5, 5, "a success begins anew");
        receiver.Problems.Should().BeEmpty("each attempt is signed with its own time");
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Sun, 15 Mar 2026 12:02:00 GMT", 120)]
    [InlineData("999999999", 86_400)]
    [InlineData("Sun, 15 Mar 2020 12:02:00 GMT", 5)]
    [InlineData("-7", 5)]
    [InlineData("soon", 5)]
    [InlineData("0", 5)]
    public async Task RetryAfter_OfTheReceiver_IsFollowedUpToADay(string header, double seconds)
    {
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(_time, AlertHost.Secret);
        await using var host = new AlertHost(_time, o => o.Webhooks["ops"] = AlertHost.Webhook(receiver));
        receiver.Answer = (context, alert) =>
        {
            context.Response.StatusCode = alert.Number == 1 ? StatusCodes.Status429TooManyRequests : StatusCodes.Status200OK;
            context.Response.Headers.RetryAfter = header;
            return Task.FromResult(alert.Number == 1);
        };
        await host.StartAsync();
        await host.RaiseAsync();
        await host.RaiseAsync("other");
        DateTimeOffset next = await host.FailedAsync("ops", 1);
        double waits = (next - _time.GetUtcNow()).TotalSeconds;
        waits.Should().BeInRange(seconds > 5 ? seconds : 2.5, seconds);
        _time.SetUtcNow(next - TimeSpan.FromMilliseconds(1));
        host.Status("ops").Pending.Should().Be(2, "the other alert waits, too");
        _time.SetUtcNow(next);
        await host.UntilAsync("ops", static s => s.Pending == 0);
    }
}
