namespace CodeGen.Runtime.Costs;

/// <summary>
/// Bytes of a booking: version, form, id, what was spent, and for each share with a window key, start of the window, by how much the sum there changes, and the alerts of the window. It says all that
/// is needed to book it again: no other record has to be read for it.
/// </summary>
internal static class SettlePayload
{
    public const byte Version = 1;

    private const int MostOfHead = 2 + sizeof(ulong) + JournalValues.MostOfNumber + 3 + JournalValues.MostOfAmount + 1;
    private const int MostOfShare = (2 * JournalValues.MostOfNumber) + JournalValues.MostOfAmount;
    private const int MostAlerted = 10_000_000;

    public static int MostBytes(HoldRecord hold)
    {
        int most = MostOfHead;
        foreach (ref HoldShare share in hold.Shares.AsSpan())
        {
            most += share.Scope.Key.Length + MostOfShare;
        }

        return most;
    }

    public static int Write(Span<byte> room, HoldRecord hold, BookingForm form, Money actual, ReadOnlySpan<ShareBooking> bookings)
    {
        var writer = new PayloadWriter(room);
        writer.Byte(Version);
        writer.Byte((byte)form);
        writer.Id(hold.Id);
        writer.Money(actual);
        writer.Byte((byte)hold.CountedShares);
        for (int i = 0; i < bookings.Length; i++)
        {
            ref HoldShare share = ref hold.Shares[i];
            if (share.WindowId is not null)
            {
                writer.Bytes(share.Scope.Key);
                writer.Signed(share.WindowStart);
                writer.Signed(bookings[i].Delta);
                WriteAlerted(ref writer, bookings[i].Alerted);
            }
        }

        return writer.Length;
    }

    public static bool TryReadHead(ref JournalReader reader, out BookingForm form, out BudgetHoldId id, out Money actual, out int shares)
    {
        bool isKnown = reader.Byte() == Version;
        form = (BookingForm)reader.Byte();
        id = reader.Id();
        actual = reader.Money();
        shares = reader.Count(IBudgets.MaxScopes);
        return isKnown && form <= BookingForm.Charged && !reader.IsDamaged;
    }

    public static ReadOnlySpan<byte> ReadShare(ref JournalReader reader, out long windowStart, out ShareBooking booking)
    {
        ReadOnlySpan<byte> key = BudgetKey.Read(ref reader);
        windowStart = reader.Instant();
        Int128 delta = reader.Amount();
        booking = new ShareBooking(delta, ReadAlerted(ref reader));
        return key;
    }

    public static void WriteAlerted(ref PayloadWriter writer, int alerted) => writer.VarInt((ulong)(alerted + 1));

    public static int ReadAlerted(ref JournalReader reader) => reader.Count(MostAlerted + 1) - 1;
}
