namespace CodeGen.Runtime.Costs;

/// <summary>The record of a closed hold: by which verb, when it was reserved, windows, amount as said, what was booked of each share, by how much that changed the sums, the alerts that it raised, the node that did it, and as <see cref="NodeClosing.Replaced"/>.</summary>
internal readonly record struct ClosedText(char Verb, long ReservedAt, string Starts, string Said, string Booked, string Changes, string Crossed, string By, string Replaced)
{
    public HoldState State => Verb switch
    {
        'S' => HoldState.Settled,
        'X' => HoldState.Resolved,
        _ => HoldState.Released,
    };

    public static ClosedText Parse(string text)
    {
        string[] parts = text.Split('\t');
        return new ClosedText(parts[0][0], HoldText.Number(parts[1]), parts[2], parts[3], parts[4], parts[5], parts[6], parts[7], parts.Length > 8 ? parts[8] : string.Empty);
    }

    public static Int128[] Amounts(string list) => list.Length == 0 ? [] : [.. list.Split(',').Select(static amount => LimbText.Parse(amount))];
}
