namespace CodeGen.Runtime.Costs;

/// <summary>One line of a record: how much of what, and what it came to. An immutable value; thread-safe.</summary>
/// <param name="Name">What: a kind of token as price files write it, such as <c>cacheRead</c>, or the name of a meter or fee.</param>
/// <param name="Unit">In what it is counted: <c>token</c>, or the unit of the meter's price, such as <c>hour</c>.</param>
/// <param name="Quantity">How much; negative where something is taken back, 0 where only the price is corrected.</param>
/// <param name="Amount">What it came to, negative where money is taken back. A line of a record that is <see cref="PriceStatus.Unpriced"/> has a zero here that means nothing.</param>
public readonly record struct CostLine(string Name, string Unit, CostQuantity Quantity, ExactMoney Amount)
{
    /// <summary>The unit of lines about tokens: <c>token</c>.</summary>
    public const string TokenUnit = "token";

    /// <summary>The unit of what somebody adjusted by hand: <c>adjustment</c>. Such lines have no quantity.</summary>
    public const string AdjustmentUnit = "adjustment";

    /// <summary>The same line, taken back.</summary>
    internal CostLine Negated() => this with { Quantity = Quantity.Negated(), Amount = ExactMoney.FromPicos(-Amount.Numerator, Amount.Denominator, Amount.Currency) };
}
