using BenchmarkDotNet.Attributes;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>What a reservation and its settlement cost where budgets go on after a restart: two records of the ledger more. Beside it the same two records alone.</summary>
[MemoryDiagnoser]
public class BudgetJournalBenchmarks
{
    /// <summary>Enough for one call to be measured: between two, old segments are deleted.</summary>
    private const int Operations = 100_000;

    private readonly Money _estimate = Money.Of(0.012m, Currency.Usd);
    private readonly Money _actual = Money.Of(0.0000105m, Currency.Usd);
    private readonly CostAttribution _attribution = new() { Service = "generator", User = "u7", Project = "p42", Model = "m1" };
    private readonly byte[] _reserve = new byte[110];
    private readonly byte[] _settle = new byte[104];
    private string _directory = "";
    private LedgerLog _log = null!;
    private ServiceProvider? _services;
    private IBudgets _budgets = null!;

    /// <summary>How many budgets concern the call.</summary>
    [Params(1, 4, 8)]
    public int Scopes { get; set; }

    /// <summary>Whether they have a journal.</summary>
    [Params(false, true)]
    public bool Journal { get; set; }

    /// <summary>Registers the budgets.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _directory = Directory.CreateTempSubdirectory("codegen-journal-").FullName;
        _log = LedgerLog.Open(new LedgerLogOptions { Directory = _directory }, TimeProvider.System);
        string[] dimensions = [CostDimension.Project, CostDimension.User, CostDimension.Service, CostDimension.Model];
        var services = new ServiceCollection();
        for (int i = 0; i < Scopes; i++)
        {
            string dimension = dimensions[i % dimensions.Length];
            services.AddBudget($"b{i}", budget => budget.Scope(dimension, _attribution[dimension]!).Monthly(1_000_000_000, "Asia/Shanghai").Alert(0.5, 0.8, 1).Enforce());
        }

        if (Journal)
        {
            services.AddSingleton(_log);
        }

        _services = services.BuildServiceProvider();
        _budgets = _services.GetRequiredService<IBudgets>();
    }

    /// <summary>Ends them, and removes what was written.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _services?.Dispose();
        _log.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Old segments go, so that a long run does not fill the disk.</summary>
    [IterationCleanup]
    public void Shorten()
    {
        ((InProcessBudgetStore)((BudgetKeeper)_budgets).Store).SnapshotAsync().GetAwaiter().GetResult();
        _log.DeleteOlderThan(TimeSpan.Zero);
    }

    /// <summary>Reserve, settle, dispose.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public BudgetHold? ReserveAndSettle()
    {
        BudgetHold? hold = null;
        for (int i = 0; i < Operations; i++)
        {
            hold = _budgets.ReserveAsync(_estimate, _attribution).Result;
            _ = hold.SettleAsync(_actual);
            _ = hold.DisposeAsync();
        }

        return hold;
    }

    /// <summary>Two records of the lengths that four budgets have.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public long TwoAppends()
    {
        for (int i = 0; i < Operations; i++)
        {
            _log.Append((byte)LedgerRecordKind.Charge, DateTimeOffset.UnixEpoch, _reserve);
            _log.Append((byte)LedgerRecordKind.Charge, DateTimeOffset.UnixEpoch, _settle);
        }

        return _log.LastSequence;
    }
}
