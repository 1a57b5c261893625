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

    /// <summary>Chunks that were about to be booked, and with what.</summary>
    public Dictionary<BudgetHoldId, (string Settled, string Open)> Splits { get; } = [];

    /// <summary>What callers were told is settled, in picos.</summary>
    public Int128 Acknowledged { get; private set; }

    public List<string> Failures { get; } = [];

    public int Held { get; private set; }

    public int Granted { get; private set; }

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

    /// <summary>The split of an open chunk, as it was about to be told.</summary>
    public WaitingStep? Split(HoldRecord chunk, SharedScopes scopes)
    {
        if (!Splits.TryGetValue(chunk.Id, out (string Settled, string Open) split))
        {
            return null;
        }

        Int128[] settled = [.. split.Settled.Split(';').Select(static text => LimbText.Parse(text))];
        HoldRecord[] open =
        [
            .. split.Open.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(static text => text.Split('|')).Select(parts => HoldText.Open(
                BudgetHoldId.TryParse(parts[0], out BudgetHoldId id) ? id : default, Encoding.UTF8.GetString(Convert.FromBase64String(parts[2])), long.Parse(parts[1], CultureInfo.InvariantCulture), scopes)),
        ];
        var amounts = new BookedAmounts(Money.FromPicos(settled[0], chunk.Shares[0].Scope.Definition.Limit.Currency), settled);
        return new WaitingStep(WaitingStep.Split, chunk, amounts, 0) { Open = open };
    }

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
            case "V":
                Splits[id] = (parts[2], parts[3]);
                break;
            case "K":
                Acknowledged += HoldText.Amount(parts[2]).Picos;
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
            case "G":
                Granted++;
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
