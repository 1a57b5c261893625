namespace CodeGen.Runtime.Costs;

/// <summary>Bytes of a hold that was given back: version, form, id.</summary>
internal static class VoidPayload
{
    public const byte Version = 1;

    private const byte Released = 0;

    /// <summary>The most that it takes.</summary>
    public const int Most = 2 + sizeof(ulong) + JournalValues.MostOfNumber;

    public static int Write(Span<byte> room, BudgetHoldId id)
    {
        var writer = new PayloadWriter(room);
        writer.Byte(Version);
        writer.Byte(Released);
        writer.Id(id);
        return writer.Length;
    }

    public static bool TryRead(ReadOnlySpan<byte> payload, out BudgetHoldId id)
    {
        var reader = new JournalReader(payload);
        bool isKnown = reader.Byte() == Version && reader.Byte() == Released;
        id = reader.Id();
        return isKnown && reader.IsWhole;
    }
}
