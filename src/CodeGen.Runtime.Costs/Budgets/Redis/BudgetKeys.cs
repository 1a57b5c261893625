using System.Globalization;
using StackExchange.Redis;

namespace CodeGen.Runtime.Costs;

/// <summary>The names of what shared budgets keep: all with one hash tag, so that a cluster has them in one slot.</summary>
internal sealed class BudgetKeys
{
    private readonly string _tag;
    private readonly string _budgets;

    public BudgetKeys(string ns)
    {
        _tag = $"{ns}:{{{ns}-budgets}}:";
        Meta = _tag + "meta";
        Leases = _tag + "leases";
        Open = _tag + "open";
        _budgets = _tag + "b:";
    }

    public RedisKey Meta { get; }

    public RedisKey Leases { get; }

    public RedisKey Open { get; }

    public RedisKey Closed(BudgetHoldId id) => $"{_tag}closed:{id}";

    /// <summary>What a node has booked.</summary>
    public RedisKey Part(ulong node) => Part(NodeText(node));

    public RedisKey Part(string node) => $"{_tag}part:{node}";

    public RedisKey Budget(string name) => _budgets + name;

    /// <summary>What a field of a part says; nothing of a field that says something else.</summary>
    public NodeBooking? BookingOf(HashEntry field)
    {
        string name = (string)field.Name!;
        int bar = name.LastIndexOf('|');
        return bar > _budgets.Length && name.StartsWith(_budgets, StringComparison.Ordinal) && long.TryParse(name.AsSpan(bar + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long start)
            ? new NodeBooking(name[_budgets.Length..bar], start, LimbText.Parse((string)field.Value!))
            : null;
    }

    public static string NodeText(ulong node) => node.ToString("x16", CultureInfo.InvariantCulture);
}
