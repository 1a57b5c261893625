namespace CodeGen.Runtime.Costs;

/// <summary>
/// Bytes of what a node does to budgets on a shared store. A step that is intended: version, form, id, what was spent, when, and for each share of the hold its amount; then the hold as the record of its
/// reservation, or nothing where that is in the journal already. A step that is done: version, form, id, what was spent, and budget, window and by how much the sum there changed. One that is withdrawn:
/// version, form, id, what was spent. Steps that give a hold back are those of <see cref="VoidPayload"/>.
/// </summary>
internal static class StepPayload
{
    public const byte Version = 1;

    private const int MostOfHead = 2 + sizeof(ulong) + (3 * JournalValues.MostOfNumber) + 3 + JournalValues.MostOfAmount + 1;
    private const int MostBookings = 4_096;

    public static int MostOfIntended(WaitingStep step) =>
        MostOfHead + (step.Hold.Shares.Length * JournalValues.MostOfAmount) + JournalValues.MostOfNumber + ReservePayload.MostBytes(step.Hold, shared: true);

    public static int MostOfDone(IReadOnlyList<NodeBooking> bookings) =>
        MostOfHead + bookings.Sum(static booking => SharedKey.MostOf(booking.Budget) + JournalValues.MostOfNumber + JournalValues.MostOfAmount);

    public static BookingForm FormOf(char verb) => verb switch
    {
        WaitingStep.Settle => BookingForm.Settled,
        WaitingStep.Resolve => BookingForm.Resolved,
        _ => BookingForm.Charged,
    };

    public static char VerbOf(BookingForm form) => form switch
    {
        BookingForm.Settled => WaitingStep.Settle,
        BookingForm.Resolved => WaitingStep.Resolve,
        _ => WaitingStep.Charge,
    };

    public static int WriteIntended(Span<byte> room, WaitingStep step, bool withHold)
    {
        var writer = new PayloadWriter(room);
        WriteHead(ref writer, step, JournalForm.Intended);
        writer.Signed(step.At);
        writer.Byte((byte)step.Hold.Shares.Length);
        for (int i = 0; i < step.Hold.Shares.Length; i++)
        {
            writer.Signed(step.Amounts[i]);
        }

        if (!withHold)
        {
            writer.Byte(0);
            return writer.Length;
        }

        byte[] hold = new byte[ReservePayload.MostBytes(step.Hold, shared: true)];
        int length = ReservePayload.Write(hold, step.Hold, shared: true);
        writer.VarInt((ulong)length);
        writer.Bytes(hold.AsSpan(0, length));
        return writer.Length;
    }

    public static int WriteDone(Span<byte> room, WaitingStep step, IReadOnlyList<NodeBooking> bookings)
    {
        var writer = new PayloadWriter(room);
        WriteHead(ref writer, step, 0);
        writer.VarInt((ulong)bookings.Count);
        foreach (NodeBooking booking in bookings)
        {
            writer.Booking(booking);
        }

        return writer.Length;
    }

    public static int WriteWithdrawn(Span<byte> room, WaitingStep step)
    {
        var writer = new PayloadWriter(room);
        WriteHead(ref writer, step, JournalForm.Withdrawn);
        return writer.Length;
    }

    public static bool TryReadHead(ref JournalReader reader, out byte form, out StepKey key)
    {
        bool isKnown = reader.Byte() == Version;
        form = reader.Byte();
        BookingForm booking = JournalForm.BookingOf(form);
        BudgetHoldId id = reader.Id();
        key = new StepKey(id, VerbOf(booking), reader.Money());
        return isKnown && booking is BookingForm.Settled or BookingForm.Resolved or BookingForm.Charged && !reader.IsDamaged;
    }

    /// <summary>Reads an intended step. Nothing where its hold is not to be found or the bytes make no sense.</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="scopes">Finds budgets.</param>
    /// <param name="open">Finds a hold that is in the journal.</param>
    public static WaitingStep? ReadIntended(ReadOnlySpan<byte> payload, SharedScopes scopes, Func<BudgetHoldId, HoldRecord?> open)
    {
        var reader = new JournalReader(payload);
        if (!TryReadHead(ref reader, out _, out StepKey key))
        {
            return null;
        }

        long at = reader.Signed();
        var amounts = new Int128[reader.Count(IBudgets.MaxScopes)];
        foreach (ref Int128 amount in amounts.AsSpan())
        {
            amount = reader.Amount();
        }

        ReadOnlySpan<byte> held = reader.Bytes(reader.Count(RecordHeader.MaxPayloadBytes));
        if (!reader.IsWhole)
        {
            return null;
        }

        HoldRecord? hold = held.IsEmpty ? open(key.Id) : ReservePayload.ReadShared(held, scopes);
        if (hold is null || hold.Shares.Length != amounts.Length)
        {
            return null;
        }

        if (key.Verb == WaitingStep.Charge)
        {
            hold.State = HoldState.New;
        }

        return new WaitingStep(key.Verb, hold, new BookedAmounts(key.Actual, amounts), at);
    }

    /// <summary>What a done step changed.</summary>
    public static IReadOnlyList<NodeBooking> ReadBookings(ref JournalReader reader)
    {
        var bookings = new List<NodeBooking>();
        for (int count = reader.Count(MostBookings); count > 0 && !reader.IsDamaged; count--)
        {
            bookings.Add(reader.Booking());
        }

        return bookings;
    }

    public static void Booking(this ref PayloadWriter writer, NodeBooking booking)
    {
        writer.Text(booking.Budget);
        writer.Signed(booking.WindowStart);
        writer.Signed(booking.Committed);
    }

    public static NodeBooking Booking(this ref JournalReader reader)
    {
        string budget = SharedKey.ReadName(ref reader);
        long start = reader.Instant();
        return new NodeBooking(budget, start, reader.Amount());
    }

    private static void WriteHead(ref PayloadWriter writer, WaitingStep step, byte flags)
    {
        writer.Byte(Version);
        writer.Byte((byte)(JournalForm.Shared | flags | (byte)FormOf(step.Verb)));
        writer.Id(step.Hold.Id);
        writer.Money(step.Amounts.Actual);
    }
}
