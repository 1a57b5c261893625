using BenchmarkDotNet.Attributes;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>What a reservation and its settlement cost in process, over as many scopes as concern the call.</summary>
[MemoryDiagnoser]
public class BudgetBenchmarks
{
    /// <summary>How many other projects have a budget of their own.</summary>
    private const int OtherProjects = 1_000;

    private readonly Money _estimate = Money.Of(0.012m, Currency.Usd);
    private readonly Money _actual = Money.Of(0.0000105m, Currency.Usd);
    private readonly CostAttribution _attribution = new() { Service = "generator", User = "u7", Project = "p42", Model = "m1" };
    private ServiceProvider? _services;
    private IBudgets _budgets = null!;

    /// <summary>How many budgets concern the call.</summary>
    [Params(1, 4, 8)]
    public int Scopes { get; set; }

    /// <summary>Whether the budgets are rolling ones, of 24 buckets, instead of months.</summary>
    [Params(false, true)]
    public bool Rolling { get; set; }

    /// <summary>Registers the budgets.</summary>
    [GlobalSetup]
    public void Setup()
    {
        string[] dimensions = [CostDimension.Project, CostDimension.User, CostDimension.Service, CostDimension.Model];
        var services = new ServiceCollection();
        for (int i = 0; i < Scopes; i++)
        {
            string dimension = dimensions[i % dimensions.Length];
            services.AddBudget($"b{i}", budget => Limit(budget.Scope(dimension, _attribution[dimension]!)));
        }

        for (int i = 0; i < OtherProjects; i++)
        {
            string project = $"other{i}";
            services.AddBudget(project, budget => Limit(budget.Scope(CostDimension.Project, project)));
        }

        _services = services.BuildServiceProvider();
        _budgets = _services.GetRequiredService<IBudgets>();

        void Limit(BudgetBuilder budget) =>
            (Rolling ? budget.Rolling(1_000_000_000, TimeSpan.FromDays(1)) : budget.Monthly(1_000_000_000, "Asia/Shanghai")).Alert(0.5, 0.8, 1).Enforce();
    }

    /// <summary>Ends them.</summary>
    [GlobalCleanup]
    public void Cleanup() => _services?.Dispose();

    /// <summary>Reserve, settle, dispose.</summary>
    [Benchmark]
    public BudgetHold ReserveAndSettle()
    {
        BudgetHold hold = _budgets.ReserveAsync(_estimate, _attribution).Result;
        _ = hold.SettleAsync(_actual);
        _ = hold.DisposeAsync();
        return hold;
    }

    /// <summary>A refusal, without an exception.</summary>
    [Benchmark]
    public BudgetReservation Refuse() => _budgets.TryReserveAsync(_estimate * 1_000_000_000_000, _attribution).Result;
}
