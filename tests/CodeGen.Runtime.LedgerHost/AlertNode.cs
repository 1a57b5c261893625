using System.Globalization;
using System.Runtime.InteropServices;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.LedgerHost;

/// <summary>
/// Delivers alerts from a process of its own. Takes lines: "raise FIRST COUNT" raises alerts of budgets with these numbers and answers "ack NUMBER" for each, once it was taken; "wait" answers "idle" when
/// none waits. Writes "log ID" for warnings and errors.
/// </summary>
internal static class AlertNode
{
    /// <summary>SIGXFSZ, which ends a process at its limit on file sizes unless it is handled.</summary>
    private const int FileSizeExceeded = 25;

    public static async Task RunAsync(string outbox, string url, string secret)
    {
        using PosixSignalRegistration? survive = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create((PosixSignal)FileSizeExceeded, static signal => signal.Cancel = true);
        var options = new BudgetAlertsOptions
        {
            OutboxPath = outbox,
            RetryDelay = TimeSpan.FromMilliseconds(100),
            MaxRetryDelay = TimeSpan.FromMilliseconds(100),
            MaxMessages = 100_000,
            Webhooks = { ["ops"] = new AlertWebhookOptions { Url = url, AllowHttp = true, Secrets = { secret } } },
        };
        using var delivery = new BudgetAlertDelivery(options, new AlertMetrics(null), TimeProvider.System, new LineLogger());
        await delivery.StartAsync(default);
        Console.WriteLine($"ready {delivery.Destinations[0].Pending}");
        while (Console.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            if (words[0] == "raise")
            {
                await RaiseAsync(delivery, Number(words[1]), Number(words[2]));
            }
            else
            {
                while (delivery.Destinations[0].Pending > 0)
                {
                    await Task.Delay(10);
                }

                Console.WriteLine("idle");
            }
        }

        await delivery.StopAsync(default);
    }

    private static async Task RaiseAsync(BudgetAlertDelivery delivery, int first, int count)
    {
        for (int number = first; number < first + count; number++)
        {
            var window = new BudgetWindow("2026-03", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
            await delivery.HandleAsync(new BudgetAlert($"b{number}", window, 0.5m, Money.Of(2, Currency.Usd), Money.Of(1, Currency.Usd), DateTimeOffset.UnixEpoch));
            Console.WriteLine($"ack {number}");
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private sealed class LineLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Console.WriteLine($"log {eventId.Id}");
    }
}
