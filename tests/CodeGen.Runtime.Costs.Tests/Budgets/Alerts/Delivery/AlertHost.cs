using System.Diagnostics.Metrics;
using CodeGen.Runtime.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>The delivery of alerts as a host has it, with a clock of the test's.</summary>
internal sealed class AlertHost : IAsyncDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly ServiceProvider _services;
    private readonly IHostedService _service;
    private readonly IBudgetAlertHandler[] _handlers;

    public AlertHost(FakeTimeProvider time, Action<BudgetAlertsOptions> configure)
    {
        Time = time;
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddLogging(static logging => logging.AddFakeLogging().SetMinimumLevel(LogLevel.Trace))
            .AddMetrics()
            .AddBudgetAlerts(configure)
            .BuildServiceProvider();
        Delivery = _services.GetRequiredService<IBudgetAlertDelivery>();
        _service = _services.GetServices<IHostedService>().Single();
        _handlers = [.. _services.GetServices<IBudgetAlertHandler>()];
    }

    public FakeTimeProvider Time { get; }

    public IBudgetAlertDelivery Delivery { get; }

    public FakeLogCollector Logs => _services.GetFakeLogCollector();

    public static FakeTimeProvider Clock() => new(BudgetHost.Start) { AutoAdvanceAmount = TimeSpan.Zero };

    public static AlertWebhookOptions Webhook(AlertReceiver receiver) => new() { Url = receiver.Url, AllowHttp = true, Secrets = { Secret } };

    public MetricCollector<T> Measure<T>(string instrument)
        where T : struct => new(_services.GetRequiredService<IMeterFactory>(), CostsDiagnostics.Name, instrument);

    public AlertDestinationStatus Status(string destination) => Delivery.Destinations.Single(one => one.Name == destination);

    public Task UntilAsync(string destination, Func<AlertDestinationStatus, bool> condition) => WaitUntil.Async(() => condition(Status(destination)), s_patience);

    /// <summary>Waits until so many attempts have failed and their consequences are there to see, and says when the next one is.</summary>
    public async Task<DateTimeOffset> FailedAsync(string destination, int attempts)
    {
        await WaitUntil.Async(() => Count(3343) >= attempts, s_patience);
        return Status(destination).NextAttempt!.Value;
    }

    public int Count(int logId) => Logs.GetSnapshot().Count(record => record.Id.Id == logId);

    public Task StartAsync() => _service.StartAsync(CancellationToken.None);

    public Task StopAsync(CancellationToken cancellationToken = default) => _service.StopAsync(cancellationToken);

    public Task RaiseAsync(string budget = "team", decimal committed = 400.0375m) => RaiseAsync(Alert(budget, committed));

    /// <summary>Raises an alert on a forecast.</summary>
    public Task ForecastAsync()
    {
        DateTimeOffset march = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var forecast = new BudgetForecast(0.917, BudgetHost.Usd(612.5m), march.AddDays(21).AddHours(10), march.AddDays(23).AddHours(7), march.AddDays(27).AddHours(19));
        return RaiseAsync(Alert("team", 300.25m) with { Threshold = 1, Forecast = forecast });
    }

    private BudgetAlert Alert(string budget, decimal committed) => new(
        budget,
        new BudgetWindow("2026-03", new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero)),
        0.8m,
        BudgetHost.Usd(500),
        BudgetHost.Usd(committed),
        Time.GetUtcNow());

    private async Task RaiseAsync(BudgetAlert alert)
    {
        foreach (IBudgetAlertHandler handler in _handlers)
        {
            await handler.HandleAsync(alert);
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
