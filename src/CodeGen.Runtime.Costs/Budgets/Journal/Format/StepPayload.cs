namespace CodeGen.Runtime.Costs;

/// <summary>
/// Bytes of what a node does to budgets on a shared store. A step that is intended: version, form, id, what was spent, when, and for each share of the hold its amount; then the hold as the record of its
/// reservation, or nothing where that is in the journal already; and, where it splits a chunk, how many holds that leaves behind, and for each the end of its lease and the record of its reservation. A step that is done: version, form, id, what was spent, and budget, window and by how much the sum there changed; then, where somebody
/// else may have spoken of the hold, whose resolution it replaced. One that is withdrawn:
/// version, form, id, what was spent. Steps that give a hold back are those of <see cref="VoidPayload"/>.
/// </summary>
internal static class StepPayload
{
    public const byte Version = 1;

    private const int MostOfHead = 2 + sizeof(ulong) + (3 * JournalValues.MostOfNumber) + 3 + JournalValues.MostOfAmount + 1;
    private const int MostBookings = 4_096;
    private const int MostOfNode = 64;

    public static int MostOfIntended(WaitingStep step) =>
        MostOfHead + (step.Hold.Shares.Length * JournalValues.MostOfAmount) + MostOfHold(step.Hold) + JournalValues.MostOfNumber + step.Open.Sum(MostOfHold);

    /// <summary>The most that a hold takes of an intended step.</summary>
    public static int MostOfHold(HoldRecord hold) => (2 * JournalValues.MostOfNumber) + ReservePayload.MostBytes(hold, shared: true);

    public static int MostOfDone(IReadOnlyList<NodeBooking> bookings, string replaced = "") =>
        MostOfHead + SharedKey.MostOf(replaced) + bookings.Sum(static booking => SharedKey.MostOf(booking.Budget) + JournalValues.MostOfNumber + JournalValues.MostOfAmount);

    public static BookingForm FormOf(char verb) => verb switch
    {
        WaitingStep.Settle => BookingForm.Settled,
        WaitingStep.Resolve => BookingForm.Resolved,
        WaitingStep.Split => BookingForm.Split,
        _ => BookingForm.Charged,
    };

    public static char VerbOf(BookingForm form) => form switch
    {
        BookingForm.Settled => WaitingStep.Settle,
        BookingForm.Resolved => WaitingStep.Resolve,
        BookingForm.Split => WaitingStep.Split,
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

        if (withHold)
        {
            WriteHold(ref writer, step.Hold);
        }
        else
        {
            writer.Byte(0);
        }

        if (step.Verb == WaitingStep.Split)
        {
            // What was closed meanwhile has records of its own.
            HoldRecord[] open = [.. step.Open.Where(static hold => !hold.HasLeft)];
            writer.VarInt((ulong)open.Length);
            foreach (HoldRecord hold in open)
            {
                writer.Signed(hold.OrphanedAt);
                WriteHold(ref writer, hold);
            }
        }

        return writer.Length;
    }

    public static int WriteDone(Span<byte> room, WaitingStep step, IReadOnlyList<NodeBooking> bookings, string replaced = "")
    {
        var writer = new PayloadWriter(room);
        WriteHead(ref writer, step, 0);
        writer.VarInt((ulong)bookings.Count);
        foreach (NodeBooking booking in bookings)
        {
            writer.Booking(booking);
        }

        if (replaced.Length > 0)
        {
            writer.Text(replaced);
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
        return isKnown && booking is BookingForm.Settled or BookingForm.Resolved or BookingForm.Charged or BookingForm.Split && !reader.IsDamaged;
    }

    /// <summary>Reads an intended step. Nothing where its hold is not to be found or the bytes make no sense.</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="scopes">Finds budgets.</param>
    /// <param name="known">Finds a hold that is in the journal.</param>
    public static WaitingStep? ReadIntended(ReadOnlySpan<byte> payload, SharedScopes scopes, Func<BudgetHoldId, HoldRecord?> known)
    {
        var reader = new JournalReader(payload);
        if (!TryReadBody(ref reader, out StepKey key, out long at, out Int128[] amounts, out ReadOnlySpan<byte> held))
        {
            return null;
        }

        IReadOnlyList<(BudgetHoldId Id, OpenHold Hold)>? open = ReadOpen(ref reader, key, sequence: 0);
        HoldRecord? hold = known(key.Id) ?? (held.IsEmpty ? null : ReservePayload.ReadShared(held, scopes));
        if (open is null || hold is null || hold.Shares.Length != amounts.Length)
        {
            return null;
        }

        if (key.Verb == WaitingStep.Charge)
        {
            hold.State = HoldState.New;
        }

        return new WaitingStep(key.Verb, hold, new BookedAmounts(key.Actual, amounts), at) { Open = [.. open.Select(one => known(one.Id)).OfType<HoldRecord>()] };
    }

    /// <summary>The holds that an intended split leaves behind; none of any other step. Nothing where the bytes make no sense.</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="sequence">Where they are.</param>
    public static IReadOnlyList<(BudgetHoldId Id, OpenHold Hold)>? ReadOpen(ReadOnlySpan<byte> payload, long sequence)
    {
        var reader = new JournalReader(payload);
        return TryReadBody(ref reader, out StepKey key, out _, out _, out _) ? ReadOpen(ref reader, key, sequence) : null;
    }

    private static bool TryReadBody(ref JournalReader reader, out StepKey key, out long at, out Int128[] amounts, out ReadOnlySpan<byte> held)
    {
        bool isStep = TryReadHead(ref reader, out _, out key);
        at = reader.Signed();
        amounts = new Int128[reader.Count(IBudgets.MaxScopes)];
        foreach (ref Int128 amount in amounts.AsSpan())
        {
            amount = reader.Amount();
        }

        held = reader.Bytes(reader.Count(RecordHeader.MaxPayloadBytes));
        return isStep && !reader.IsDamaged;
    }

    private static List<(BudgetHoldId, OpenHold)>? ReadOpen(ref JournalReader reader, StepKey key, long sequence)
    {
        var holds = new List<(BudgetHoldId, OpenHold)>();
        for (int count = key.Verb == WaitingStep.Split ? reader.Count(Chunk.MostOpen) : 0; count > 0 && !reader.IsDamaged; count--)
        {
            long orphanedAt = reader.Instant();
            byte[] payload = reader.Bytes(reader.Count(RecordHeader.MaxPayloadBytes)).ToArray();
            var head = new JournalReader(payload);
            if (!ReservePayload.TryReadHead(ref head, out byte form, out BudgetHoldId id, out _) || form != JournalForm.Shared)
            {
                reader.Damage();
            }

            holds.Add((id, new OpenHold(payload, orphanedAt, sequence)));
        }

        return reader.IsWhole ? holds : null;
    }

    /// <summary>Whose resolution a done step replaced, after what it changed.</summary>
    public static string ReadReplaced(ref JournalReader reader) => reader.IsDamaged || reader.IsWhole ? string.Empty : reader.Text(MostOfNode);

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

    private static void WriteHold(ref PayloadWriter writer, HoldRecord hold)
    {
        byte[] room = new byte[ReservePayload.MostBytes(hold, shared: true)];
        int length = ReservePayload.Write(room, hold, shared: true);
        writer.VarInt((ulong)length);
        writer.Bytes(room.AsSpan(0, length));
    }

    private static void WriteHead(ref PayloadWriter writer, WaitingStep step, byte flags)
    {
        writer.Byte(Version);
        writer.Byte((byte)(JournalForm.Shared | flags | (byte)FormOf(step.Verb)));
        writer.Id(step.Hold.Id);
        writer.Money(step.Amounts.Actual);
    }
}
