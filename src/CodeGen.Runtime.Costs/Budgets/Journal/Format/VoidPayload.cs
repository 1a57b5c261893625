namespace CodeGen.Runtime.Costs;

/// <summary>Bytes of a hold that was given back: version, form, id. In a shared store it is intended first, and may be withdrawn.</summary>
internal static class VoidPayload
{
    public const byte Version = 1;

    private const byte Released = 0;

    /// <summary>The most that it takes.</summary>
    public const int Most = 2 + sizeof(ulong) + JournalValues.MostOfNumber;

    public static int Write(Span<byte> room, BudgetHoldId id, byte form = Released)
    {
        var writer = new PayloadWriter(room);
        writer.Byte(Version);
        writer.Byte(form);
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

    /// <summary>Reads one of a shared store.</summary>
    public static bool TryReadShared(ReadOnlySpan<byte> payload, out byte form, out BudgetHoldId id)
    {
        var reader = new JournalReader(payload);
        bool isKnown = reader.Byte() == Version;
        form = reader.Byte();
        id = reader.Id();
        return isKnown && form is JournalForm.Shared or (JournalForm.Shared | JournalForm.Intended) or (JournalForm.Shared | JournalForm.Withdrawn) && reader.IsWhole;
    }
}
