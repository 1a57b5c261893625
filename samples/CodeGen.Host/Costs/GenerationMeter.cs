using CodeGen.Runtime.Costs;

namespace CodeGen.Host.Costs;

/// <summary>Asks the budgets before a generation, and books after it.</summary>
internal sealed class GenerationMeter(ICostTracker tracker, IBudgets budgets)
{
    /// <summary>Holds the most that a generation may cost.</summary>
    /// <param name="ceiling">What it uses at most.</param>
    /// <param name="attribution">Whose it is.</param>
    /// <param name="cancellationToken">Ends the wait for the budgets.</param>
    /// <exception cref="ProblemException">A budget has too little left, or cannot know whether it has.</exception>
    public async ValueTask<MeteredCall> BeginAsync(CostUse ceiling, CostAttribution attribution, CancellationToken cancellationToken)
    {
        if (budgets.Definitions.Count == 0)
        {
            return new MeteredCall(tracker, attribution, null);
        }

        try
        {
            BudgetReservation reservation = await budgets.TryReserveAsync(tracker.Estimate(ceiling), attribution, cancellationToken);
            return reservation.IsHeld ? new MeteredCall(tracker, attribution, reservation.Hold) : throw OverBudget(reservation.Refusal);
        }
        catch (UnknownPriceException) when (budgets.Definitions.All(static budget => budget.Mode == BudgetMode.Observe))
        {
            return new MeteredCall(tracker, attribution, null);
        }
        catch (UnknownPriceException error)
        {
            throw new ProblemException(StatusCodes.Status503ServiceUnavailable, "No price is known", error.Message, "configuration: CodeGenRuntime:Costs:Prices",
                "State the price of the model (CodeGen:Model:InputPricePerMillionTokens and OutputPricePerMillionTokens, or a price file): an enforced budget cannot let through what it cannot count.");
        }
    }

    private static ProblemException OverBudget(BudgetRefusal refusal) => new(
        StatusCodes.Status429TooManyRequests,
        "Over budget",
        $"The budget '{refusal.Budget}' has {refusal.Available} of {refusal.Limit} left in its window {refusal.WindowId}; this generation may cost {refusal.Estimate}.",
        $"configuration: CodeGenRuntime:Costs:Budgets:Definitions:{refusal.Budget}",
        refusal.Estimate > refusal.Limit ? "Raise the limit, or send a smaller document." : $"Wait until {refusal.RenewsAt:yyyy-MM-dd'T'HH:mm:ss'Z'}, or raise the limit.")
    {
        More = new Dictionary<string, object?>
        {
            ["budget"] = refusal.Budget,
            ["window"] = refusal.WindowId,
            ["limit"] = MoneyJson.Of(refusal.Limit),
            ["remaining"] = MoneyJson.Of(refusal.Available),
            ["estimate"] = MoneyJson.Of(refusal.Estimate),
            ["renewsAt"] = refusal.RenewsAt,
        },
        RetryAt = refusal.RenewsAt,
    };
}
