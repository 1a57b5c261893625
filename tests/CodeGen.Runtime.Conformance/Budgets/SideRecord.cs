using System.Globalization;
using System.Text;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Budgets;

/// <summary>A side file, read.</summary>
internal sealed class SideRecord
{
    private readonly Dictionary<BudgetHoldId, (string Record, long OrphanedAt)> _open = [];

    public List<NodeBooking> Bookings { get; } = [];

    public Dictionary<BudgetHoldId, Money?> Unfinished { get; } = [];

    public List<string> Failures { get; } = [];

    public int Held { get; private set; }

    public int Settled { get; private set; }

    public int Released { get; private set; }

    public int Refused { get; private set; }

    public int Unavailable { get; private set; }

    public static SideRecord Read(string path)
    {
        var record = new SideRecord();
        foreach (string line in File.Exists(path) ? File.ReadAllLines(path) : [])
        {
            record.Add(line.Split('\t'));
        }

        return record;
    }

    public IReadOnlyList<HoldRecord> Open(SharedScopes scopes) => [.. _open.Select(pair => HoldText.Open(pair.Key, pair.Value.Record, pair.Value.OrphanedAt, scopes))];

    private void Add(string[] parts)
    {
        if (!BudgetHoldId.TryParse(parts[1], out BudgetHoldId id) && parts[1].Length > 0)
        {
            throw new InvalidDataException($"'{string.Join(' ', parts)}' is no line of a side file.");
        }

        switch (parts[0])
        {
            case "H":
                Held++;
                _open[id] = (Encoding.UTF8.GetString(Convert.FromBase64String(parts[3])), long.Parse(parts[2], CultureInfo.InvariantCulture));
                break;
            case "S":
                Unfinished[id] = HoldText.Amount(parts[2]);
                break;
            case "T":
                Unfinished[id] = null;
                break;
            case "R":
                Released++;
                Close(id);
                break;
            case "B":
                Settled++;
                Close(id);
                Bookings.AddRange(parts[2].Split(';', StringSplitOptions.RemoveEmptyEntries).Select(static text => text.Split('|')).Select(static b => new NodeBooking(
                    b[0], long.Parse(b[1], CultureInfo.InvariantCulture), Int128.Parse(b[2], CultureInfo.InvariantCulture))));
                break;
            case "F":
                Refused++;
                break;
            case "U":
                Unavailable++;
                break;
            case "X":
                Failures.Add(parts[2]);
                break;
        }
    }

    private void Close(BudgetHoldId id)
    {
        _open.Remove(id);
        Unfinished.Remove(id);
    }
}
