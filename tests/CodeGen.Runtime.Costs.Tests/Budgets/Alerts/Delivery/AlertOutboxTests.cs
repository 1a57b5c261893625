using FluentAssertions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>What was raised is delivered, also by the next process, or is there to see.</summary>
public sealed class AlertOutboxTests : IDisposable
{
    private readonly FakeTimeProvider _time = AlertHost.Clock();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("alerts");

    private string Outbox => Path.Combine(_directory.FullName, "data", "alerts");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Reopen_AfterACrash_DeliversExactlyWhatWasPending()
    {
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(null, AlertHost.Secret);
        await using AlertReceiver chat = await AlertReceiver.StartAsync(null);
        void Configure(BudgetAlertsOptions o)
        {
            o.OutboxPath = Outbox;
            o.Webhooks["ops"] = AlertHost.Webhook(receiver);
            o.Slack["chat"] = new AlertSlackOptions { Url = chat.Url, AllowHttp = true };
        }

        receiver.Answer = static (context, alert) =>
        {
            context.Response.StatusCode = alert.Budget == "b" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
            return Task.FromResult(alert.Budget == "b");
        };
        string refused;
        await using (var first = new AlertHost(_time, Configure))
        {
            await first.StartAsync();
            await first.RaiseAsync("a");
            await first.RaiseAsync("b");
            await first.FailedAsync("ops", 1);
            await first.UntilAsync("chat", static s => s.Pending == 0);
            refused = (await receiver.NextAsync(), await receiver.NextAsync()).Item2.Id!;
            await first.StopAsync();
            await first.RaiseAsync("c");
        }

        Files(".alert").Should().HaveCount(3, "b and c of the webhook, c of the chat");
        await using var second = new AlertHost(_time, Configure);
        await second.RaiseAsync("d");
        receiver.Answer = static (_, _) => Task.FromResult(false);
        await second.StartAsync();
        second.Logs.GetSnapshot().Should().Contain(r => r.Id.Id == 3340 && r.Message.Contains($"2 destinations through the outbox in {Outbox}; 5 of", StringComparison.Ordinal));
        await second.UntilAsync("ops", static s => s.Pending == 0);
        await second.UntilAsync("chat", static s => s.Pending == 0);
        receiver.Taken.Select(static alert => alert.Budget).Should().Equal("a", "b", "c", "d");
        receiver.Taken.ElementAt(1).Id.Should().Be(refused);
        chat.Taken.Should().HaveCount(4);
        await second.StopAsync();
        Files("").Should().BeEquivalentTo("outbox.lock");
    }

    [Fact]
    public async Task Raise_BeforeStart_IsOnDiskWhenItReturns()
    {
        await using (AlertHost host = Down())
        {
            await host.RaiseAsync();
            Files(".alert").Should().ContainSingle().Which.Should().MatchRegex("^[0-9a-f-]{36}\\.ops\\.alert$");
        }
    }

    [Fact]
    public async Task Stop_WithAlertsThatAreDue_SendsThemFirst()
    {
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(_time, AlertHost.Secret);
        await using var host = new AlertHost(_time, o => o.Webhooks["ops"] = AlertHost.Webhook(receiver));
        var first = new TaskCompletionSource();
        receiver.Answer = async (_, alert) =>
        {
            if (alert.Number == 1)
            {
                await first.Task;
            }

            return false;
        };
        await host.StartAsync();
        for (int i = 0; i < 4; i++)
        {
            await host.RaiseAsync($"b{i}");
        }

        Task stopping = host.StopAsync();
        first.SetResult();
        await stopping;
        receiver.Taken.Should().HaveCount(4);
        host.Count(3347).Should().Be(0);
    }

    [Fact]
    public async Task Stop_WithAReceiverThatHangs_EndsAtItsLimitAndTellsWhatIsLost()
    {
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(_time, AlertHost.Secret);
        await using var host = new AlertHost(_time, o => o.Webhooks["ops"] = AlertHost.Webhook(receiver));
        var asked = new TaskCompletionSource();
        receiver.Answer = async (context, _) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { });
            return true;
        };
        await host.StartAsync();
        host.Count(3341).Should().Be(1, "alerts are in memory only");
        await host.RaiseAsync();
        await host.RaiseAsync();
        await asked.Task;
        Task stopping = host.StopAsync();
        _time.Advance(BudgetAlertsOptions.DefaultDrainTimeout - TimeSpan.FromMilliseconds(1));
        stopping.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await stopping.WaitAsync(TimeSpan.FromSeconds(60));
        host.Logs.GetSnapshot().Should().Contain(static r => r.Id.Id == 3347 && r.Message.Contains("2 budget alerts", StringComparison.Ordinal));
        host.Status("ops").Pending.Should().Be(2);
    }

    [Fact]
    public async Task Alert_OlderThanMaxAgeWhenItFails_IsADeadLetterUntilSomebodyRetriesIt()
    {
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(_time, AlertHost.Secret);
        void Configure(BudgetAlertsOptions o)
        {
            o.OutboxPath = Outbox;
            o.Webhooks["ops"] = AlertHost.Webhook(receiver);
            o.Webhooks["ops"].MaxAge = TimeSpan.FromMinutes(1);
        }

        string id;
        receiver.Respond(500, 500);
        await using (var host = new AlertHost(_time, Configure))
        {
            using var dead = host.Measure<long>(CostsDiagnostics.AlertsDead);
            await host.StartAsync();
            await host.RaiseAsync();
            await host.FailedAsync("ops", 1);
            id = (await receiver.NextAsync()).Id!;
            _time.Advance(TimeSpan.FromMinutes(1));
            await host.UntilAsync("ops", static s => s is { Pending: 0, Dead: 1 });
            Files(".dead").Should().Equal($"{id}.ops.dead");
            dead.GetMeasurementSnapshot().Should().ContainSingle().Which.Tags.Should().Contain(new KeyValuePair<string, object?>("reason", "expired"));
            host.Logs.GetSnapshot().Should().Contain(r => r.Id.Id == 3344 && r.Message.Contains(id, StringComparison.Ordinal) && r.Message.Contains("expired, last failure: 500", StringComparison.Ordinal));
            await host.StopAsync();
        }

        await using var next = new AlertHost(_time, Configure);
        await next.StartAsync();
        next.Status("ops").Should().BeEquivalentTo(new { Pending = 0, Dead = 1 });
        next.Delivery.RetryDeadLetters("OPS").Should().Be(1);
        await next.UntilAsync("ops", static s => s is { Pending: 0, Dead: 0 });
        receiver.Taken.Should().ContainSingle().Which.Id.Should().Be(id);
        await next.StopAsync();
        Files("").Should().Equal("outbox.lock");
        next.Invoking(static h => h.Delivery.RetryDeadLetters("nobody")).Should().Throw<ArgumentException>().WithMessage("*'nobody'*ops*");
    }

    [Fact]
    public async Task Receiver_ThatIsGone_IsNotAskedAgain()
    {
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(_time, AlertHost.Secret);
        await using var host = new AlertHost(_time, o => o.Webhooks["ops"] = AlertHost.Webhook(receiver));
        receiver.Respond(410);
        await host.StartAsync();
        await host.RaiseAsync();
        await host.UntilAsync("ops", static s => s is { Pending: 0, Dead: 1 });
        host.Logs.GetSnapshot().Should().Contain(static r => r.Id.Id == 3344 && r.Message.Contains("gone, last failure: 410", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Raise_MoreThanTheOutboxHolds_KeepsTheRestAsDeadLettersAndTellsOfEachThatGoes()
    {
        await using AlertHost host = Down(static o => o.MaxMessages = 2);
        using var dead = host.Measure<long>(CostsDiagnostics.AlertsDead);
        using var pending = host.Measure<int>(CostsDiagnostics.AlertsPending);
        using var letters = host.Measure<int>(CostsDiagnostics.AlertsDeadLetters);
        for (int i = 0; i < 5; i++)
        {
            await host.RaiseAsync($"b{i}");
        }

        host.Status("ops").Should().BeEquivalentTo(new { Pending = 2, Dead = 2 });
        dead.GetMeasurementSnapshot().Select(static m => m.Tags["reason"]).Should().Equal("full", "full", "full");
        pending.RecordObservableInstruments();
        letters.RecordObservableInstruments();
        (pending.LastMeasurement!.Value, letters.LastMeasurement!.Value).Should().Be((2, 2));
        host.Count(3346).Should().Be(1, "one dead letter had to go");
        Bodies(".alert").Should().Equal("b0", "b1");
        Bodies(".dead").Should().Equal("b3", "b4");
        host.Delivery.RetryDeadLetters("ops").Should().Be(0, "there is no room");
    }

    [Fact]
    public async Task Open_WhatIsNoMessage_IsToldAndStays()
    {
        Directory.CreateDirectory(Outbox);
        string torn = $"{Guid.CreateVersion7(_time.GetUtcNow())}.ops.alert";
        foreach (string name in (string[])[torn, $"{Guid.CreateVersion7()}.former.alert", $"{Guid.NewGuid()}.ops.alert", "notes.alert", "x.alert.new", "readme.txt"])
        {
            await File.WriteAllTextAsync(Path.Combine(Outbox, name), "{\"type\":");
        }

        await using AlertHost host = Down();
        await host.StartAsync();
        host.Status("ops").Should().BeEquivalentTo(new { Pending = 0, Dead = 1 });
        host.Logs.GetSnapshot().Should().Contain(static r => r.Id.Id == 3344 && r.Message.Contains("damaged", StringComparison.Ordinal));
        host.Logs.GetSnapshot().Should().Contain(r => r.Id.Id == 3348 && r.Message.StartsWith($"3 files of the outbox in {Outbox}", StringComparison.Ordinal));
        Files("").Should().HaveCount(6).And.Contain(Path.ChangeExtension(torn, ".dead")).And.NotContain("x.alert.new");
        host.Delivery.RetryDeadLetters("ops").Should().Be(0, "nothing can be sent of a damaged one");
        await host.StopAsync();
    }

    [Fact]
    public async Task Start_WhileAnotherProcessHasTheOutbox_SaysSo()
    {
        await using AlertHost first = Down();
        await first.StartAsync();
        await using AlertHost second = Down();
        (await second.Awaiting(static h => h.StartAsync()).Should().ThrowAsync<IOException>())
            .WithMessage($"*'{Outbox}' (CodeGenRuntime:Costs:Alerts:OutboxPath)*One process at a time*");
        await first.StopAsync();
        await second.StartAsync();
        await second.StopAsync();
    }

    [Fact]
    public async Task Disk_ThatFails_IsToldAndTheAlertIsDeliveredFromMemory()
    {
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(_time, AlertHost.Secret);
        await using var host = new AlertHost(_time, o =>
        {
            o.OutboxPath = Outbox;
            o.Webhooks["ops"] = AlertHost.Webhook(receiver);
        });
        await host.StartAsync();

        // The directory is away, as on a disk that was pulled: root may write where permissions forbid it.
        Directory.Delete(Outbox, recursive: true);
        receiver.Respond(500, 500);
        await host.RaiseAsync();
        DateTimeOffset next = await host.FailedAsync("ops", 1);
        host.Logs.GetSnapshot().Should().Contain(r => r.Id.Id == 3345 && r.Message.Contains(Outbox, StringComparison.Ordinal) && r.Exception is IOException);

        // And comes back: what could not be stored is stored after the next failure.
        Directory.CreateDirectory(Outbox);
        _time.SetUtcNow(next);
        await host.FailedAsync("ops", 2);
        string stored = Files(".alert").Should().ContainSingle().Subject;
        File.Delete(Path.Combine(Outbox, stored));
        await host.StopAsync();
        host.Count(3347).Should().Be(0);
        receiver.Problems.Should().BeEmpty();
    }

    private AlertHost Down(Action<BudgetAlertsOptions>? configure = null) => new(_time, o =>
    {
        o.OutboxPath = Outbox;
        o.Webhooks["ops"] = new AlertWebhookOptions { Url = "https://receiver.invalid/", Secrets = { AlertHost.Secret } };
        configure?.Invoke(o);
    });

    private string[] Files(string extension) => [.. Directory.GetFiles(Outbox, "*" + extension).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private string[] Bodies(string extension) => [.. Files(extension).Select(name => new ReceivedAlert(null, File.ReadAllText(Path.Combine(Outbox, name)), 0).Budget)];
}
