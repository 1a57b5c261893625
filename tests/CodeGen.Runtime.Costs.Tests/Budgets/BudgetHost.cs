using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Budgets as a host has them, with a clock of the test's.</summary>
internal sealed class BudgetHost : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services;

    public BudgetHost(Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IBudgetAlertHandler>(Alerts);
        services.AddBudgets();
        configure(services);
        _services = services.BuildServiceProvider();
        Budgets = _services.GetRequiredService<IBudgets>();
    }

    public FakeTimeProvider Time { get; } = new(Start) { AutoAdvanceAmount = TimeSpan.Zero };

    public RecordedAlerts Alerts { get; } = new();

    public IBudgets Budgets { get; }

    public static Money Usd(decimal amount) => Money.Of(amount, Currency.Usd);

    public async Task<BudgetStatus> StatusAsync(string budget, DateTimeOffset? at = null) => (await Budgets.GetStatusAsync(budget, at))!;

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
