using CsCheck;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Budgets of all kinds of periods, with zones whose clocks are changed, over scopes that overlap.</summary>
internal static class BudgetGen
{
    private static readonly string[] s_zones = ["UTC", "Europe/Berlin", "Australia/Lord_Howe", "America/Havana"];

    private static readonly Gen<Action<BudgetBuilder>> s_periods = Gen.Select(Gen.Int[0, 6], Gen.OneOfConst(s_zones), Gen.Int[1, 60], Gen.Bool).Select(static (kind, zone, limit, enforce) => new Action<BudgetBuilder>(b =>
    {
        _ = kind switch
        {
            0 => b.Daily(limit, zone),
            1 => b.Weekly(limit, zone),
            2 => b.Monthly(limit, zone),
            3 => b.Rolling(limit, TimeSpan.FromHours(24), 24),
            4 => b.Rolling(limit, TimeSpan.FromMinutes(90), 3),
            5 => b.Once(limit, BudgetHost.Start.AddHours(20), BudgetHost.Start.AddDays(9)),
            _ => b.FiscalYearly(limit, 4, zone),
        };
        b.Alert(0.5, 1);
        if (enforce)
        {
            b.Enforce();
        }
    }));

    public static Gen<Action<BudgetBuilder>[]> Budgets { get; } =
        Gen.Select(s_periods, Gen.Int[0, 3]).Select(static (period, scope) => new Action<BudgetBuilder>(b =>
        {
            period(b);
            _ = scope switch
            {
                0 => b,
                1 => b.Scope("project", "p0"),
                2 => b.Scope("user", "u0"),
                _ => b.Scope("project", "p1").Scope("user", "u1"),
            };
        })).Array[1, 4];

    /// <summary>Seconds between two steps: mostly minutes, sometimes weeks.</summary>
    public static Gen<int> Waits { get; } = Gen.Frequency((4, Gen.Int[0, 3_600]), (2, Gen.Int[0, 90_000]), (1, Gen.Int[0, 3_000_000]));
}
