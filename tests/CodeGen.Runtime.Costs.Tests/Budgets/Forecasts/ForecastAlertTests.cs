using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Budgets that forecast their limit, over a ledger, as a host has them.</summary>
public sealed class ForecastAlertTests : IDisposable
{
    private static readonly PriceList s_prices = new() { Meters = [new() { Name = "work", Unit = "piece", Currency = Currency.Usd, Periods = [new() { Tiers = [new() { Price = 1 }] }] }] };
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly RecordedAlerts _alerts = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private decimal _limit = 4_000;
    private MeteredHost? _host;

    public void Dispose() => _host?.Dispose();

    [Fact]
    public async Task Start_LimitWillBePassed_TellsWhenAndHowLikely()
    {
        MeteredHost host = Host(b => b.Scope("project", "p1").Monthly(_limit).AlertOnForecast());
        Work(days: 40, "p1");
        Work(days: 40, "p2");

        await RunAsync(FirstAlertAsync);

        BudgetAlert alert = _alerts.All.Should().ContainSingle().Subject;
        alert.Should().BeEquivalentTo(new { Budget = "team", Threshold = 1m, Limit = Money.Of(4_000, Currency.Usd), At = MeteredHost.Began });
        alert.Window.Id.Should().Be("2026-08");
        alert.Committed.Should().Be(host.Report(r => r.Period(2026, 8).Where("project", "p1")).Total.ConvertedCost).And.BeLessThan(alert.Limit);

        // Some 6 an hour: 2,800 are spent in 468 hours, and the limit is passed some 200 of the 276 hours later.
        BudgetForecast forecast = alert.Forecast!;
        forecast.Probability.Should().BeInRange(0.8, 1);
        forecast.ExpectedCost.ToDecimal().Should().BeInRange(4_200, 4_900);
        forecast.Early.Should().BeOnOrAfter(MeteredHost.Began.AddHours(100)).And.BeOnOrBefore(forecast.Expected);
        forecast.Late.Should().BeOnOrAfter(forecast.Expected).And.BeOnOrBefore(alert.Window.End);
        Logged(3304).Should().ContainSingle().Which.Should().StartWith("The budget team is expected to pass its limit in window 2026-08");
    }

    [Fact]
    public async Task Start_LimitIsFarAway_TellsNothing()
    {
        _limit = 8_000;
        Host(b => b.Scope("project", "p1").Monthly(_limit).AlertOnForecast());
        Work(days: 40, "p1");

        await CheckAsync();

        _alerts.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Tick_ForecastHasChanged_TellsThen()
    {
        var analysis = new StatedAnalysis(TimeProvider.System);
        Host(static b => b.Monthly(10).AlertOnForecast(), services => services.AddSingleton<ICostAnalysis>(analysis));

        await RunAsync(async () =>
        {
            (await analysis.Asked.WaitAsync(s_patience)).Should().BeTrue("it is forecast when the host starts");
            analysis.Probability = 1;
            _host!.Time.Advance(TimeSpan.FromMinutes(59));
            _alerts.All.Should().BeEmpty();
            _host.Time.Advance(TimeSpan.FromMinutes(1));
            await FirstAlertAsync();
        });

        _alerts.All.Should().ContainSingle();
    }

    [Fact]
    public async Task Check_TooLittleIsKnown_TellsNothingUntilTheLimitIsPassed()
    {
        _limit = 1_000;
        Host(b => b.Monthly(_limit).AlertOnForecast());
        Charge(900, MeteredHost.Began.AddHours(-2));
        await CheckAsync();
        _alerts.All.Should().BeEmpty("two hours are no history");

        Charge(101, MeteredHost.Began.AddHours(-1));
        await CheckAsync();

        _alerts.All.Should().ContainSingle().Which.Forecast.Should().BeEquivalentTo(new { Probability = 1.0, Expected = MeteredHost.Began });
    }

    [Fact]
    public async Task Check_AfterARestart_IsNotToldAgainUnlessTheLimitIsAnotherOne()
    {
        Host(b => b.Monthly(_limit).AlertOnForecast());
        Work(days: 40, "p1");
        await CheckAsync();
        await CheckAsync();
        _alerts.All.Should().ContainSingle();

        _host!.Restart();
        await CheckAsync();
        _alerts.All.Should().ContainSingle("it is in the file beside the ledger");

        _limit = 4_100;
        _host.Restart();
        await CheckAsync();
        _alerts.All.Select(static alert => alert.Limit.ToDecimal()).Should().Equal(4_000, 4_100);
    }

    [Fact]
    public async Task Check_WeekOfAnotherZone_IsItsWindow()
    {
        _limit = 700;
        Host(b => b.Scope("project", "p1").Weekly(_limit, "Asia/Kolkata").AlertOnForecast());
        Work(days: 40, "p1");

        await CheckAsync();

        BudgetAlert alert = _alerts.All.Should().ContainSingle().Subject;
        alert.Window.Should().Be(new BudgetWindow("2026-W34", new(2026, 8, 16, 18, 30, 0, TimeSpan.Zero), new(2026, 8, 23, 18, 30, 0, TimeSpan.Zero)));
        alert.Forecast!.ExpectedCost.ToDecimal().Should().BeInRange(900, 1_150);
    }

    [Fact]
    public async Task Check_HandlerFails_OthersHearItOnce()
    {
        Host(b => b.Monthly(_limit).AlertOnForecast(), static services => services.OnBudgetAlert(static _ => throw new InvalidOperationException("no")));
        Work(days: 40, "p1");

        await CheckAsync();
        await CheckAsync();

        _alerts.All.Should().ContainSingle();
        Logged(3305).Should().ContainSingle().Which.Should().Contain("team").And.Contain("2026-08");
    }

    [Fact]
    public async Task Check_FileCannotBeWritten_IsToldAndRememberedAnyway()
    {
        Host(b => b.Monthly(_limit).AlertOnForecast());
        Work(days: 40, "p1");
        Directory.CreateDirectory(Path.Combine(_host!.Path, ForecastAlertMemory.FileName));
        ForecastAlerts alerts = Alerts();

        await alerts.CheckAsync(default);
        await alerts.CheckAsync(default);

        _alerts.All.Should().ContainSingle();
        Logged(3307).Should().ContainSingle();
    }

    [Fact]
    public async Task Check_BudgetInACurrencyWithoutARate_IsOfWhatCouldBeConverted()
    {
        Host(b => b.Monthly(_limit).In("CHF").AlertOnForecast());
        Work(days: 40, "p1");

        await CheckAsync();

        _alerts.All.Should().BeEmpty();
        Logged(3306).Should().BeEmpty();
    }

    [Fact]
    public async Task ProjectBudgetAsync_PeriodWithoutARunningWindow_IsNothing()
    {
        MeteredHost host = Host(static b => b.Rolling(5, TimeSpan.FromDays(1)), static services => services.AddBudget("past", static b => b.Once(5, MeteredHost.Began.AddDays(-2), MeteredHost.Began.AddDays(-1))));
        ICostAnalysis analysis = host.Services.GetRequiredService<ICostAnalysis>();

        foreach (BudgetDefinition budget in host.Budgets.Definitions)
        {
            (await analysis.ProjectBudgetAsync(budget)).Should().BeNull(budget.Name);
        }
    }

    [Fact]
    public async Task ProjectBudgetAsync_Once_IsItsTime()
    {
        MeteredHost host = Host(static b => b.Once(500, MeteredHost.Began.AddDays(-2), MeteredHost.Began.AddDays(2)));
        Work(days: 40, "p1");

        BudgetProjection? projection = await host.Services.GetRequiredService<ICostAnalysis>().ProjectBudgetAsync(host.Budgets.Definitions.Single());

        projection!.Window.Id.Should().Be("once");
        projection.Costs.Expected.ToDecimal().Should().BeInRange(500, 680);
        projection.Limit.Probability.Should().BeGreaterThan(0.8);
        projection.IsReliable.Should().BeTrue();
    }

    [Fact]
    public async Task Start_WithoutALedger_FailsAndSaysWhy()
    {
        await using ServiceProvider services = new ServiceCollection().AddBudget("team", static b => b.Monthly(5).AlertOnForecast()).BuildServiceProvider();
        ForecastAlertService service = services.GetServices<IHostedService>().OfType<ForecastAlertService>().Single();

        await service.Awaiting(static s => s.StartAsync(default)).Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("CodeGenRuntime:Costs:Budgets:Definitions:team:AlertOnForecast is 0.8, and there is no ledger*AddCostMetering*");
    }

    private MeteredHost Host(Action<BudgetBuilder> budget, Action<IServiceCollection>? more = null) => _host = new MeteredHost(b =>
    {
        b.ConfigurePrices(static o => o.Host = s_prices).AddBudget("team", budget);
        more?.Invoke(b.Services);
        b.Services.AddSingleton<IBudgetAlertHandler>(_alerts).OnBudgetAlert(_ =>
        {
            _first.TrySetResult();
            return ValueTask.CompletedTask;
        });
    });

    /// <summary>What the service does at each tick, with what an earlier process kept.</summary>
    private Task CheckAsync() => Alerts().CheckAsync(default);

    private ForecastAlerts Alerts()
    {
        IServiceProvider services = _host!.Services;
        IReadOnlyList<BudgetDefinition> budgets = _host.Budgets.Definitions;
        var logger = new Microsoft.Extensions.Logging.LoggerFactory([new Microsoft.Extensions.Logging.Testing.FakeLoggerProvider(_host.Log)]);
        return new ForecastAlerts(
            budgets, services.GetRequiredService<ICostAnalysis>(), [.. services.GetServices<IBudgetAlertHandler>()], ForecastAlertMemory.Open(_host.Path), TimeSpan.FromHours(1), _host.Time, logger.CreateLogger("budgets"));
    }

    /// <summary>Runs the service that the host has.</summary>
    private async Task RunAsync(Func<Task> during)
    {
        ForecastAlertService service = _host!.Services.GetServices<IHostedService>().OfType<ForecastAlertService>().Should().ContainSingle().Subject;
        await service.StartAsync(default);
        await during();
        await service.StopAsync(default);
    }

    private Task FirstAlertAsync() => _first.Task.WaitAsync(s_patience);

    private IEnumerable<string> Logged(int id) => _host!.Log.GetSnapshot().Where(record => record.Id.Id == id).Select(static record => record.Message);

    private void Charge(int pieces, DateTimeOffset? at = null)
    {
        _host!.Tracker.Track(CostUse.Meter(CostCategory.Compute, "work", pieces), new CostTerms { EventTime = at ?? MeteredHost.Began, Attribution = new CostAttribution { Project = "p1" } });
        _host.RollUp();
    }

    /// <summary>Books costs by the hour up to now: more by day than at night, never quite the same.</summary>
    private void Work(int days, string project)
    {
        var random = new Random(11);
        DateTimeOffset first = MeteredHost.Began.AddDays(-days);
        for (int hour = 0; hour < days * 24; hour++)
        {
            DateTimeOffset time = first.AddHours(hour);
            int pieces = (time.Hour is >= 8 and < 18 ? 10 : 2) + random.Next(0, 3);
            _host!.Tracker.Track(CostUse.Meter(CostCategory.Compute, "work", pieces), new CostTerms { EventTime = time.AddMinutes(5), Attribution = new CostAttribution { Project = project } });
        }

        _host!.RollUp();
    }
}
