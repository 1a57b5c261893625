namespace CodeGen.Runtime.Costs;

/// <summary>The periods of budgets, as options name them.</summary>
public enum BudgetPeriodKind
{
    /// <summary>Days; <see cref="BudgetPeriod.Daily"/>.</summary>
    Day,

    /// <summary>Weeks from Monday; <see cref="BudgetPeriod.Weekly"/>.</summary>
    Week,

    /// <summary>Weeks from Sunday; <see cref="BudgetPeriod.Weekly"/>.</summary>
    SundayWeek,

    /// <summary>Months; <see cref="BudgetPeriod.Monthly"/>.</summary>
    Month,

    /// <summary>Quarters; <see cref="BudgetPeriod.Quarterly"/>.</summary>
    Quarter,

    /// <summary>Years; <see cref="BudgetPeriod.Yearly"/>.</summary>
    Year,

    /// <summary>Years from <see cref="BudgetOptions.FiscalYearStart"/>; <see cref="BudgetPeriod.FiscalYear"/>.</summary>
    FiscalYear,

    /// <summary>The last <see cref="BudgetOptions.Rolling"/>; <see cref="BudgetPeriod.Rolling"/>.</summary>
    Rolling,

    /// <summary>From <see cref="BudgetOptions.From"/> until <see cref="BudgetOptions.Until"/>; <see cref="BudgetPeriod.Once"/>.</summary>
    Once,
}
