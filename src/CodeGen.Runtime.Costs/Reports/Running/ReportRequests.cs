using System.Runtime.InteropServices;

namespace CodeGen.Runtime.Costs;

/// <summary>What each request of a group cost, for percentiles that are exact. Not thread-safe.</summary>
internal sealed class ReportRequests
{
    private readonly Dictionary<Currency, List<Int128>> _costs = [];

    public void Add(Money cost)
    {
        ref List<Int128>? costs = ref CollectionsMarshal.GetValueRefOrAddDefault(_costs, cost.Currency, out _);
        (costs ??= []).Add(cost.Picos);
    }

    public void Add(ReportRequests other)
    {
        foreach ((Currency currency, List<Int128> costs) in other._costs)
        {
            ref List<Int128>? mine = ref CollectionsMarshal.GetValueRefOrAddDefault(_costs, currency, out _);
            (mine ??= []).AddRange(costs);
        }
    }

    public IReadOnlyList<RequestCosts> Build() =>
    [
        .. _costs.OrderBy(static pair => pair.Key.Code, StringComparer.Ordinal).Select(static pair =>
        {
            pair.Value.Sort();
            return new RequestCosts(pair.Value.Count, At(pair.Value, 50, pair.Key), At(pair.Value, 95, pair.Key));
        }),
    ];

    /// <summary>The nearest rank: the smallest cost that so many of a hundred requests do not exceed.</summary>
    private static Money At(List<Int128> sorted, int percent, Currency currency) => Money.FromPicos(sorted[(int)((((long)sorted.Count * percent) + 99) / 100) - 1], currency);
}
