using System.Globalization;
using StackExchange.Redis;

namespace CodeGen.Runtime.Costs;

/// <summary>The names of what shared budgets keep: all with one hash tag, so that a cluster has them in one slot.</summary>
internal sealed class BudgetKeys
{
    private readonly string _tag;

    public BudgetKeys(string ns)
    {
        _tag = $"{ns}:{{{ns}-budgets}}:";
        Meta = _tag + "meta";
        Leases = _tag + "leases";
        Open = _tag + "open";
    }

    public RedisKey Meta { get; }

    public RedisKey Leases { get; }

    public RedisKey Open { get; }

    public RedisKey Closed(BudgetHoldId id) => $"{_tag}closed:{id}";

    /// <summary>What a node has booked.</summary>
    public RedisKey Part(ulong node) => Part(NodeText(node));

    public RedisKey Part(string node) => $"{_tag}part:{node}";

    public RedisKey Budget(string name) => $"{_tag}b:{name}";

    public static string NodeText(ulong node) => node.ToString("x16", CultureInfo.InvariantCulture);
}
