namespace CodeGen.Runtime.Costs;

/// <summary>What the journal's records hold beside plain numbers and texts, written by the writer of all payloads.</summary>
internal static class JournalValues
{
    /// <summary>The most that a number of 64 bits takes.</summary>
    public const int MostOfNumber = 10;

    /// <summary>The most that an amount takes.</summary>
    public const int MostOfAmount = PayloadWriter.MaxVarInt;

    public static void Currency(this ref PayloadWriter writer, Currency currency)
    {
        uint letters = currency.Letters;
        writer.Byte((byte)(letters >> 16));
        writer.Byte((byte)(letters >> 8));
        writer.Byte((byte)letters);
    }

    public static void Money(this ref PayloadWriter writer, Money money)
    {
        writer.Currency(money.Currency);
        writer.Signed(money.Picos);
    }

    public static void Id(this ref PayloadWriter writer, BudgetHoldId id)
    {
        writer.UInt64(id.Process);
        writer.VarInt(id.Count);
    }

    public static void Rate(this ref PayloadWriter writer, decimal rate)
    {
        Span<int> parts = stackalloc int[4];
        _ = decimal.GetBits(rate, parts);
        foreach (int part in parts)
        {
            writer.UInt32((uint)part);
        }
    }
}
