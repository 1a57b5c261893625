namespace CodeGen.Runtime.Costs;

/// <summary>Where budgets find the rate for an amount of another currency than theirs. Implementations are thread-safe and answer at once.</summary>
public interface IBudgetExchange
{
    /// <summary>How many units of one currency a unit of another is on a date.</summary>
    /// <param name="from">The currency of the amount.</param>
    /// <param name="to">The currency of the budget.</param>
    /// <param name="date">The date in UTC on which the amount is reserved or charged.</param>
    /// <returns>The rate, above 0, or <see langword="null"/> where none is known: nothing is guessed.</returns>
    decimal? RateOn(Currency from, Currency to, DateOnly date);
}
