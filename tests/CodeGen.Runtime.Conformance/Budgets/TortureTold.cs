using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Budgets;

/// <summary>What the lives of a node were told, read.</summary>
internal sealed class TortureTold
{
    public List<(BudgetHoldId Id, Money Actual)> Settled { get; } = [];

    /// <summary>The chunks from which it served, and what each holds.</summary>
    public List<(BudgetHoldId Id, Money Most)> Chunks { get; } = [];

    public List<string> Failures { get; } = [];

    public int Held { get; private set; }

    public int Released { get; private set; }

    public int Refused { get; private set; }

    public int Unavailable { get; private set; }

    public static TortureTold Read(string path)
    {
        var told = new TortureTold();
        foreach (string line in File.Exists(path) ? File.ReadAllLines(path) : [])
        {
            told.Add(line.Split('\t'));
        }

        return told;
    }

    private void Add(string[] parts)
    {
        switch (parts[0])
        {
            case "H":
                Held++;
                break;
            case "S":
                Settled.Add((IdOf(parts[1]), HoldText.Amount(parts[2])));
                break;
            case "L":
                Chunks.Add((IdOf(parts[1]), HoldText.Amount(parts[2])));
                break;
            case "R":
                Released++;
                break;
            case "F":
                Refused++;
                break;
            case "U":
                Unavailable++;
                break;
            case "X":
                Failures.Add(parts[1]);
                break;
        }
    }

    private static BudgetHoldId IdOf(string text) => BudgetHoldId.TryParse(text, out BudgetHoldId id) ? id : throw new InvalidDataException($"'{text}' is no hold.");
}
