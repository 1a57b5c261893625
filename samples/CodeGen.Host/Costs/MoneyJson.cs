using CodeGen.Runtime.Costs;

namespace CodeGen.Host.Costs;

/// <summary>An amount in JSON: all its decimals as text, since readers of JSON numbers round.</summary>
/// <param name="Amount">The amount in units.</param>
/// <param name="Currency">The currency's code.</param>
internal sealed record MoneyJson(string Amount, string Currency)
{
    public static MoneyJson Of(Money money) => new(money.ToDecimal().ToString("0.############", System.Globalization.CultureInfo.InvariantCulture), money.Currency.Code);

    public static MoneyJson[] Of(IEnumerable<Money> amounts) => [.. amounts.Select(Of)];
}
