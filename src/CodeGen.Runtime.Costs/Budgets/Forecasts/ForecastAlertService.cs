using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Costs;

/// <summary>Where budgets ask for alerts on their forecast: checks them when the host starts, and from then on at equal distances. Elsewhere it does nothing.</summary>
internal sealed class ForecastAlertService(IServiceProvider services, TimeProvider time) : BackgroundService
{
    private ForecastAlerts? _alerts;
    private PeriodicTimer? _timer;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        BudgetsOptions options = services.GetRequiredService<IOptions<BudgetsOptions>>().Value;
        BudgetDefinition[] watched = [.. BudgetsOptionsValidator.Read(options, []).Where(static budget => budget.AlertOnForecast is not null)];
        if (watched is [var first, ..])
        {
            ICostAnalysis analysis = services.GetService<ICostAnalysis>()
                ?? throw new InvalidOperationException(
                    $"{BudgetsOptions.SectionName}:{nameof(BudgetsOptions.Definitions)}:{first.Name}:{nameof(BudgetOptions.AlertOnForecast)} is {first.AlertOnForecast}, and there is no ledger to forecast from. Register one by AddCostMetering, or leave it out.");
            string? ledger = services.GetRequiredService<IOptions<CostMeteringOptions>>().Value.LedgerPath;
            ILogger logger = (services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("CodeGen.Runtime.Costs.Budgets");
            _alerts = new ForecastAlerts(watched, analysis, [.. services.GetServices<IBudgetAlertHandler>()], ForecastAlertMemory.Open(ledger), options.ForecastInterval, time, logger);
            _timer = new PeriodicTimer(options.ForecastInterval, time);
        }

        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _timer?.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_alerts is null)
        {
            return;
        }

        try
        {
            do
            {
                await _alerts.CheckAsync(stoppingToken).ConfigureAwait(false);
            }
            while (await _timer!.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
