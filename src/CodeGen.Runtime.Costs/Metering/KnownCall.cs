namespace CodeGen.Runtime.Costs;

/// <summary>What all requests of one model with one attribution have in common: how their records begin, and where their prices are. Thread-safe; nothing of it changes but the prices.</summary>
internal sealed class KnownCall
{
    private readonly CostAttribution _given;
    private readonly ServedModel _served;
    private readonly byte[] _start;

    // Whoever looks them up comes to the same or to newer ones, and each use of them asks whether they are still those of the book.
    private NamedPrices? _prices;

    /// <param name="given">The attribution without the model.</param>
    /// <param name="attribution">That of the records: with the model, and within the limits.</param>
    /// <param name="use">One of the requests.</param>
    public KnownCall(CostAttribution given, CostAttribution attribution, in CostUse use)
    {
        (_given, Attribution, _served) = (given, attribution, use.ServedRef with { At = default });
        Room = CostRecordFormat.RoomFor(use, attribution);
        byte[] bytes = new byte[Room];
        var writer = new PayloadWriter(bytes);
        CostRecordFormat.WriteStart(ref writer, use, attribution, hold: null);
        _start = writer.Written.ToArray();
    }

    public CostAttribution Attribution { get; }

    /// <summary>Room that is enough for a record without a reason.</summary>
    public int Room { get; }

    public ref NamedPrices? Prices => ref _prices;

    /// <summary>
    /// Whether a request is one of these. Attributions are compared as objects: they never change, and another object that says the same is only not known yet. What was served is compared by its texts.
    /// </summary>
    public bool Is(CostAttribution given, in ServedModel served) =>
        ReferenceEquals(_given, given) && served.Model == _served.Model && served.Provider == _served.Provider && served.Tier == _served.Tier && served.Speed == _served.Speed && served.Geo == _served.Geo;

    /// <summary>Writes what <see cref="CostRecordFormat.WriteEvent"/> would.</summary>
    public void WriteEvent(ref PayloadWriter writer, in CostUse use)
    {
        writer.Bytes(_start);
        CostRecordFormat.WriteUsage(ref writer, use.UsageRef);
    }
}
