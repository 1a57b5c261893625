using BenchmarkDotNet.Attributes;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>How long budgets take to come back: by records alone, and by a snapshot.</summary>
[MemoryDiagnoser]
public class BudgetRestoreBenchmarks
{
    private const int Calls = 200_000;
    private const int Open = 100;

    private readonly CostAttribution _attribution = new() { Service = "generator", User = "u7", Project = "p42", Model = "m1" };
    private string _directory = "";
    private LedgerLog _log = null!;

    /// <summary>Whether there is a snapshot of all.</summary>
    [Params(false, true)]
    public bool Snapshot { get; set; }

    /// <summary>Reserves and settles 200,000 times over four budgets, and leaves a hundred holds open.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _directory = Directory.CreateTempSubdirectory("codegen-restore-").FullName;
        _log = LedgerLog.Open(new LedgerLogOptions { Directory = _directory }, TimeProvider.System);
        using ServiceProvider services = Services();
        IBudgets budgets = services.GetRequiredService<IBudgets>();
        for (int i = 0; i < Calls; i++)
        {
            BudgetHold hold = budgets.ReserveAsync(Money.Of(0.012m, Currency.Usd), _attribution).Result;
            if (i >= Open)
            {
                _ = hold.SettleAsync(Money.Of(0.0000105m, Currency.Usd));
            }
        }

        if (Snapshot)
        {
            StoreOf(budgets).SnapshotAsync().GetAwaiter().GetResult();
        }
    }

    /// <summary>Removes what was written.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _log.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>399,900 records, or a snapshot of as many.</summary>
    [Benchmark]
    public int Restore()
    {
        using ServiceProvider services = Services();
        return StoreOf(services.GetRequiredService<IBudgets>()).OpenCount;
    }

    private static InProcessBudgetStore StoreOf(IBudgets budgets) => (InProcessBudgetStore)((BudgetKeeper)budgets).Store;

    /// <summary>The log is not theirs to dispose of.</summary>
    private ServiceProvider Services()
    {
        var services = new ServiceCollection().AddSingleton(_log);
        foreach (string dimension in new[] { CostDimension.Project, CostDimension.User, CostDimension.Service, CostDimension.Model })
        {
            services.AddBudget(dimension, budget => budget.Scope(dimension, _attribution[dimension]!).Monthly(1_000_000_000, "Asia/Shanghai").Alert(0.5, 0.8, 1).Enforce());
        }

        return services.BuildServiceProvider();
    }
}
