using System.Diagnostics;
using FluentAssertions;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Logs, instruments and traces say the host of a URL, and never its path or a secret.</summary>
public sealed class AlertSecrecyTests
{
    private readonly FakeTimeProvider _time = AlertHost.Clock();

    [Fact]
    public async Task Everything_ThatIsTold_HasNeitherPathNorSecret()
    {
        var activities = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name.StartsWith("System.Net.Http", StringComparison.Ordinal),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activities.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(_time, AlertHost.Secret);
        await using var host = new AlertHost(_time, o => o.Webhooks["ops"] = AlertHost.Webhook(receiver));
        using MetricCollector<long> failed = host.Measure<long>(CostsDiagnostics.AlertsFailed);
        using MetricCollector<long> delivered = host.Measure<long>(CostsDiagnostics.AlertsDelivered);
        receiver.Answer = static (context, alert) =>
        {
            if (alert.Number == 2)
            {
                context.Abort();
            }

            context.Response.StatusCode = alert.Number == 1 ? 307 : 200;
            context.Response.Headers.Location = "http://127.0.0.1:1/elsewhere";
            return Task.FromResult(alert.Number <= 2);
        };
        await host.StartAsync();
        await host.RaiseAsync();
        _time.SetUtcNow(await host.FailedAsync("ops", 1));
        _time.SetUtcNow(await host.FailedAsync("ops", 2));
        await host.UntilAsync("ops", static s => s.Pending == 0);
        await host.StopAsync();

        // The platform's activities, beside those of other tests, would carry the path.
        activities.SelectMany(static activity => activity.TagObjects).Select(static tag => $"{tag.Value}").Should().NotContain(static value => value.Contains(AlertReceiver.Path, StringComparison.Ordinal));
        string told = string.Join('\n', host.Logs.GetSnapshot().Select(static record => $"{record.Message} {record.Exception} {string.Join(' ', record.StructuredState ?? [])}"));
        told.Should().Contain("127.0.0.1").And.NotContainAny("s3cret", AlertHost.Secret, AlertHost.Secret[6..], receiver.Url);
        failed.GetMeasurementSnapshot().Select(static m => $"{m.Tags["destination"]} {m.Tags["reason"]}").Should().HaveCount(2).And.StartWith("ops 307");
        delivered.GetMeasurementSnapshot().Should().ContainSingle().Which.Tags.Should().ContainKey("destination");
        new AlertEndpointText(host).All.Should().NotContain("s3cret");
    }

    /// <summary>What a debugger or a careless log would print.</summary>
    private sealed record AlertEndpointText(AlertHost Host)
    {
        public string All => string.Join(' ', Host.Delivery.Destinations) + new SlackEndpoint("chat", new Uri("https://hooks.slack.com/s3cret"), TimeSpan.Zero, TimeSpan.Zero);
    }
}
