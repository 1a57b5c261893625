using CodeGen.Runtime.Costs;

namespace CodeGen.Host.Costs;

/// <summary>One generation: what budgets hold for it, and what it came to. A call that is disposed with nothing said stays charged with its ceiling until somebody decides.</summary>
internal sealed class MeteredCall(ICostTracker tracker, CostAttribution attribution, BudgetHold? hold) : IAsyncDisposable
{
    /// <summary>What it came to so far in the currency of its price; 0 where no price is known.</summary>
    public decimal Cost { get; private set; }

    /// <summary>Books what was used. It was used, whoever left meanwhile: nothing cancels this.</summary>
    public async ValueTask UsedAsync(CostUse use)
    {
        var terms = new CostTerms { Attribution = attribution };
        CostReceipt receipt = hold is null ? tracker.Track(use, terms) : await tracker.SettleAsync(hold, use, terms);
        Cost = receipt.IsPriced ? receipt.ToDecimal() : 0;
    }

    /// <summary>Gives back what is held, because nothing was spent.</summary>
    public async ValueTask FreeAsync()
    {
        if (hold is not null)
        {
            await hold.ReleaseAsync();
        }
    }

    public ValueTask DisposeAsync() => hold?.DisposeAsync() ?? ValueTask.CompletedTask;
}
