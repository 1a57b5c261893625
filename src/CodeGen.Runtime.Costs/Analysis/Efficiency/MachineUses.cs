namespace CodeGen.Runtime.Costs;

/// <summary>Compares hours of work with paid ones, by resource, and gives each service its part.</summary>
internal sealed class MachineUses
{
    private const int Decimals = 6;

    private readonly List<MachineUse> _parts = [];
    private readonly Currency _currency;

    public MachineUses(IEnumerable<MachineCell> cells, Currency currency)
    {
        _currency = currency;
        foreach (IGrouping<string?, MachineCell> resource in cells.GroupBy(static cell => cell.Resource))
        {
            Resources.Add(Resource(resource.Key, [.. resource.Where(static cell => !cell.IsBusy)], [.. resource.Where(static cell => cell.IsBusy)]));
        }

        Resources.RemoveAll(static use => use.PaidHours == 0 && use.Cost.IsZero);
        Resources.Sort(Dearest);
        Services = [.. _parts.GroupBy(static part => part.Name).Select(group => Sum(group.Key, group))];
        Services.Sort(Dearest);
    }

    public List<MachineUse> Resources { get; } = [];

    public List<MachineUse> Services { get; }

    public MachineUse All => Sum(null, Resources);

    private MachineUse Resource(string? name, MachineCell[] paid, MachineCell[] busy)
    {
        // A machine that is paid by several meters runs once: the dearest of them says for how long.
        string? meter = paid.GroupBy(static cell => cell.Meter).OrderByDescending(static group => group.Sum(static cell => cell.Cost.ToDecimal())).ThenByDescending(static group => group.Sum(static cell => cell.Hours)).FirstOrDefault()?.Key;
        HashSet<string> observed = [.. busy.Where(static cell => cell.Charges > 0).Select(static cell => cell.Day)];
        decimal hours = Hours(paid.Where(cell => cell.Meter == meter && observed.Contains(cell.Day)));
        decimal worked = Math.Clamp(Hours(busy.Where(cell => observed.Contains(cell.Day))), 0, Math.Max(0, hours));
        decimal share = hours > 0 ? worked / hours : 0;
        MachineUse[] parts = [.. paid.GroupBy(static cell => cell.Service).Select(group => Part(group.Key, [.. group], meter, hours > 0 ? observed : [], share))];
        _parts.AddRange(parts);
        return Sum(name, parts);
    }

    private MachineUse Part(string? service, MachineCell[] cells, string? meter, HashSet<string> observed, decimal share)
    {
        MachineCell[] seen = [.. cells.Where(cell => observed.Contains(cell.Day))];
        decimal hours = Hours(seen.Where(cell => cell.Meter == meter));
        Money cost = Cost(seen);
        return new MachineUse(
            service,
            decimal.Round(Hours(cells.Where(cell => cell.Meter == meter)), Decimals),
            decimal.Round(hours, Decimals),
            decimal.Round(hours * share, Decimals),
            Cost(cells),
            cost,
            Money.Of(cost.ToDecimal() * (1 - share), _currency));
    }

    private MachineUse Sum(string? name, IEnumerable<MachineUse> parts) => parts.Aggregate(
        new MachineUse(name, 0, 0, 0, Money.Zero(_currency), Money.Zero(_currency), Money.Zero(_currency)),
        static (sum, part) => sum with
        {
            PaidHours = sum.PaidHours + part.PaidHours,
            ObservedHours = sum.ObservedHours + part.ObservedHours,
            BusyHours = sum.BusyHours + part.BusyHours,
            Cost = sum.Cost + part.Cost,
            ObservedCost = sum.ObservedCost + part.ObservedCost,
            IdleCost = sum.IdleCost + part.IdleCost,
        });

    private Money Cost(IEnumerable<MachineCell> cells) => cells.Aggregate(Money.Zero(_currency), static (sum, cell) => sum + cell.Cost);

    private static decimal Hours(IEnumerable<MachineCell> cells) => cells.Sum(static cell => cell.Hours);

    private static int Dearest(MachineUse left, MachineUse right) => right.Cost.CompareTo(left.Cost) is var order and not 0 ? order : string.CompareOrdinal(left.Name, right.Name);
}
