using System.Net;
using System.Net.Sockets;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Alerts reach real receivers, whatever these answer.</summary>
public sealed class AlertDeliveryTests
{
    private readonly FakeTimeProvider _time = AlertHost.Clock();

    [Fact]
    public async Task Raise_WebhookWithTwoSecrets_IsSignedByBothAndSaysEverything()
    {
        string second = WebhookSignature.NewSecret();
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(_time, AlertHost.Secret, second);
        await using var host = new AlertHost(_time, o =>
        {
            o.Webhooks["ops"] = AlertHost.Webhook(receiver);
            o.Webhooks["ops"].Secrets.Add(second);
        });
        await host.StartAsync();
        await host.RaiseAsync();
        ReceivedAlert alert = await receiver.NextAsync();
        receiver.Problems.Should().BeEmpty();
        Guid.Parse(alert.Id!).Version.Should().Be(7);
        alert.Body.Should().Be("""
            {"type":"budget.alert.v1","timestamp":"2026-03-15T12:00:00Z","data":{"budget":"team","window":{"id":"2026-03","start":"2026-03-01T00:00:00Z","end":"2026-04-01T00:00:00Z"},"threshold":"0.8","limit":"500","committed":"400.0375","currency":"USD","share":"0.800075"}}
            """);
        await host.UntilAsync("ops", static s => s.Pending == 0);
    }

    [Fact]
    public async Task Raise_AForecast_HasATypeOfItsOwn()
    {
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(_time, AlertHost.Secret);
        await using var host = new AlertHost(_time, o => o.Webhooks["ops"] = AlertHost.Webhook(receiver));
        await host.StartAsync();
        await host.ForecastAsync();
        ReceivedAlert alert = await receiver.NextAsync();
        receiver.Problems.Should().BeEmpty();
        alert.Body.Should().Be("""
            {"type":"budget.forecast.v1","timestamp":"2026-03-15T12:00:00Z","data":{"budget":"team","window":{"id":"2026-03","start":"2026-03-01T00:00:00Z","end":"2026-04-01T00:00:00Z"},"limit":"500","committed":"300.25","currency":"USD","share":"0.6005","forecast":{"probability":"0.917","expectedCost":"612.5","early":"2026-03-22T10:00:00Z","expected":"2026-03-24T07:00:00Z","late":"2026-03-28T19:00:00Z"}}}
            """);
    }

    [Fact]
    public async Task Charge_OverAThreshold_ReachesWebhookAndDelegate()
    {
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(_time, AlertHost.Secret);
        var heard = new List<string>();
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(_time)
            .AddBudget("team", static b => b.Monthly(100).Alert(0.5))
            .AddBudgetAlertHandler<RecordedAlerts>()
            .AddBudgetAlertHandler<RecordedAlerts>()
            .OnBudgetAlert(alert =>
            {
                heard.Add(alert.Budget);
                return ValueTask.CompletedTask;
            })
            .AddBudgetAlerts(o => o.Webhooks["ops"] = AlertHost.Webhook(receiver))
            .AddBudgetAlerts();
        await using ServiceProvider provider = services.BuildServiceProvider();
        BudgetAlertDelivery delivery = provider.GetServices<IHostedService>().OfType<BudgetAlertDelivery>().Should().ContainSingle().Subject;
        await delivery.StartAsync(default);
        await provider.GetRequiredService<IBudgets>().ChargeAsync(BudgetHost.Usd(60));
        (await receiver.NextAsync()).Budget.Should().Be("team");
        heard.Should().Equal("team");
        provider.GetServices<IBudgetAlertHandler>().OfType<RecordedAlerts>().Should().ContainSingle().Which.Texts.Should().Equal("team 2026-03 0.5 60 USD");
        await delivery.StopAsync(default);
        receiver.HasMore().Should().BeFalse();
    }

    [Theory]
    [InlineData(500, "500")]
    [InlineData(503, "503")]
    [InlineData(404, "404")]
    [InlineData(302, "302")]
    [InlineData(308, "308")]
    public async Task Answer_ThatIsNoSuccess_IsTriedAgainWithTheSameIdAndBody(int status, string reason)
    {
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(_time, AlertHost.Secret);
        await using AlertReceiver elsewhere = await AlertReceiver.StartAsync(_time);
        await using var host = new AlertHost(_time, o => o.Webhooks["ops"] = AlertHost.Webhook(receiver));
        var statuses = new Queue<int>([status, status]);
        receiver.Answer = (context, _) =>
        {
            if (!statuses.TryDequeue(out int one))
            {
                return Task.FromResult(false);
            }

            context.Response.StatusCode = one;
            context.Response.Headers.Location = elsewhere.Url;
            return Task.FromResult(true);
        };
        await host.StartAsync();
        await host.RaiseAsync();
        _time.SetUtcNow(await host.FailedAsync("ops", 1));
        host.Status("ops").LastFailure.Should().Be(reason);
        _time.SetUtcNow(await host.FailedAsync("ops", 2));
        await host.UntilAsync("ops", static s => s.Pending == 0);
        ReceivedAlert[] seen = [await receiver.NextAsync(), await receiver.NextAsync(), await receiver.NextAsync()];
        seen.Select(static alert => (alert.Id, alert.Body)).Distinct().Should().ContainSingle();
        receiver.Problems.Should().BeEmpty();
        receiver.HasMore().Should().BeFalse();
        elsewhere.HasMore().Should().BeFalse("redirects are not followed");
        host.Status("ops").Should().Be(new AlertDestinationStatus("ops", "127.0.0.1", 0, 0, null, null));
    }

    [Fact]
    public async Task Answer_ThatDoesNotCome_IsGivenUpAfterTheTimeout()
    {
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(null, AlertHost.Secret);
        await using var host = new AlertHost(_time, o => o.Webhooks["ops"] = AlertHost.Webhook(receiver));
        var asked = new TaskCompletionSource();
        receiver.Answer = async (context, alert) =>
        {
            if (alert.Number == 1)
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { });
            }

            return alert.Number == 1;
        };
        await host.StartAsync();
        await host.RaiseAsync();
        await asked.Task;
        _time.Advance(AlertDestinationOptions.DefaultTimeout - TimeSpan.FromMilliseconds(1));
        host.Status("ops").LastFailure.Should().BeNull();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _time.SetUtcNow(await host.FailedAsync("ops", 1));
        await host.UntilAsync("ops", static s => s.Pending == 0);
        receiver.Taken.Should().ContainSingle();
        host.Logs.GetSnapshot().Should().Contain(static r => r.Id.Id == 3343 && r.Message.Contains(": timeout.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connection_ThatIsDropped_IsTriedAgain()
    {
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(_time, AlertHost.Secret);
        await using var host = new AlertHost(_time, o => o.Webhooks["ops"] = AlertHost.Webhook(receiver));
        receiver.Answer = static (context, alert) =>
        {
            if (alert.Number == 1)
            {
                context.Abort();
            }

            return Task.FromResult(alert.Number == 1);
        };
        await host.StartAsync();
        await host.RaiseAsync();
        _time.SetUtcNow(await host.FailedAsync("ops", 1));
        await host.UntilAsync("ops", static s => s.Pending == 0);
        receiver.Taken.Should().ContainSingle();
    }

    [Fact]
    public async Task Receiver_ThatIsNotThere_IsTriedAgainAndNamedByItsHostOnly()
    {
        AlertReceiver gone = await AlertReceiver.StartAsync(_time);
        await using var host = new AlertHost(_time, o => o.Slack["chat"] = new AlertSlackOptions { Url = gone.Url, AllowHttp = true });
        await gone.DisposeAsync();
        await host.StartAsync();
        await host.RaiseAsync();
        await host.FailedAsync("chat", 1);
        host.Status("chat").LastFailure.Should().Be("ConnectionError");
    }

    [Fact]
    public async Task Answer_WithABodyWithoutEnd_IsTakenAndNotReadToItsEnd()
    {
        // On a bare socket: a web server counts what it writes into a connection that is closed already.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var host = new AlertHost(_time, o => o.Slack["chat"] = new AlertSlackOptions { Url = $"http://{listener.LocalEndpoint}/", AllowHttp = true });
        await host.StartAsync();
        await host.RaiseAsync();
        using Socket socket = await listener.AcceptSocketAsync();
        await socket.ReceiveAsync(new byte[16_384]);
        await socket.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
        byte[] chunk = [.. "1000\r\n"u8, .. new byte[0x1000], .. "\r\n"u8];
        long sent = 0;
        Func<Task> endless = async () =>
        {
            for (; sent < 1L << 30; sent += chunk.Length)
            {
                await socket.SendAsync(chunk);
            }
        };
        await endless.Should().ThrowAsync<SocketException>();
        sent.Should().BeLessThan(32 << 20, "64 KiB were read, and the rest lies in the system's buffers");
        await host.UntilAsync("chat", static s => s.Pending == 0);
        host.Count(3343).Should().Be(0);
    }

    [Fact]
    public async Task Destinations_OneOfThemDown_DoNotWaitForEachOther()
    {
        await using AlertReceiver up = await AlertReceiver.StartAsync(null, AlertHost.Secret);
        await using AlertReceiver down = await AlertReceiver.StartAsync(null, AlertHost.Secret);
        await using AlertReceiver chat = await AlertReceiver.StartAsync(null);
        await using var host = new AlertHost(_time, o =>
        {
            o.Webhooks["up"] = AlertHost.Webhook(up);
            o.Webhooks["down"] = AlertHost.Webhook(down);
            o.Slack["chat"] = new AlertSlackOptions { Url = chat.Url, AllowHttp = true };
        });
        down.Answer = static (context, _) =>
        {
            context.Response.StatusCode = (int)HttpStatusCode.BadGateway;
            return Task.FromResult(true);
        };
        await host.StartAsync();
        for (int i = 0; i < 5; i++)
        {
            await host.RaiseAsync($"team{i}");
        }

        await host.UntilAsync("up", static s => s.Pending == 0);
        await host.UntilAsync("chat", static s => s.Pending == 0);
        await host.FailedAsync("down", 1);
        host.Status("down").Pending.Should().Be(5);
        up.Taken.Select(static alert => alert.Budget).Should().Equal("team0", "team1", "team2", "team3", "team4");
        chat.Taken.Should().HaveCount(5);
        up.Problems.Concat(down.Problems).Concat(chat.Problems).Should().BeEmpty();

        down.Answer = static (_, _) => Task.FromResult(false);
        _time.SetUtcNow(host.Status("down").NextAttempt!.Value);
        await host.UntilAsync("down", static s => s.Pending == 0);
        down.Taken.Select(static alert => (alert.Id, alert.Budget)).Should().BeEquivalentTo(up.Taken.Select(static alert => (alert.Id, alert.Budget)), "an alert has one id");
    }

    [Fact]
    public async Task Message_ThatIsNeverTaken_DoesNotHoldUpThoseBehindIt()
    {
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(null, AlertHost.Secret);
        await using var host = new AlertHost(_time, o => o.Webhooks["ops"] = AlertHost.Webhook(receiver));
        receiver.Answer = static (context, alert) =>
        {
            context.Response.StatusCode = alert.Budget == "poison" ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
            return Task.FromResult(alert.Budget == "poison");
        };
        await host.StartAsync();
        await host.RaiseAsync("poison");
        await host.RaiseAsync("a");
        await host.RaiseAsync("b");
        _time.SetUtcNow(await host.FailedAsync("ops", 1));
        await host.UntilAsync("ops", static s => s.Pending == 1);
        receiver.Taken.Select(static alert => alert.Budget).Should().Equal("a", "b");
    }
}
