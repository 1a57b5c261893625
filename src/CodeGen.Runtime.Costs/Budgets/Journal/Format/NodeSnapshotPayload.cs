using System.Buffers;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Bytes of all that a node knows of itself: version; the record up to which it has all charges of the ledger; who it is; what is past (version, sums by key, window and amount, nodes given up); its
/// bookings; its open holds; the holds that it closed and of which others may speak too, each with the name that it had, whose resolution that replaced, and what the account has for each share; and what it
/// was about to tell the store.
/// </summary>
internal static class NodeSnapshotPayload
{
    private const byte Version = 2;

    /// <summary>The one that did not say what the account has for a hold that was closed.</summary>
    private const byte VersionBefore = 1;
    private const int MostOfText = 1_024;

    public static ReadOnlyMemory<byte> Write(NodeImage image, long told)
    {
        var buffer = new ArrayBufferWriter<byte>(4_096);
        buffer.Write([Version]);
        SnapshotPayload.WriteNumber(buffer, (ulong)told);
        var writer = new PayloadWriter(buffer.GetSpan(NodePayload.MostBytes(image.Identity)));
        NodePayload.Write(ref writer, image.Identity);
        buffer.Advance(writer.Length);
        WritePast(buffer, image.Past);
        SnapshotPayload.WriteNumber(buffer, (ulong)image.Bookings.Count);
        foreach (NodeBooking booking in image.Bookings)
        {
            writer = new PayloadWriter(buffer.GetSpan(SharedKey.MostOf(booking.Budget) + JournalValues.MostOfNumber + JournalValues.MostOfAmount));
            writer.Booking(booking);
            buffer.Advance(writer.Length);
        }

        SnapshotPayload.WriteNumber(buffer, (ulong)image.Open.Count);
        foreach (HoldRecord hold in image.Open)
        {
            SnapshotPayload.WriteHold(buffer, hold, shared: true);
        }

        SnapshotPayload.WriteNumber(buffer, (ulong)image.Closed.Count);
        foreach (NodeClosing closing in image.Closed)
        {
            SnapshotPayload.WriteHold(buffer, closing.Hold, shared: true);
            SnapshotPayload.WriteDecision(buffer, closing.Hold);
            WriteTexts(buffer, closing.By, closing.Replaced);
            writer = new PayloadWriter(buffer.GetSpan((closing.Changes.Length + 1) * JournalValues.MostOfAmount));
            foreach (Int128 change in closing.Changes)
            {
                writer.Signed(change);
            }

            buffer.Advance(writer.Length);
        }

        HashSet<BudgetHoldId> own = [.. image.Open.Select(static hold => hold.Id)];
        SnapshotPayload.WriteNumber(buffer, (ulong)image.Steps.Count);
        foreach (WaitingStep step in image.Steps)
        {
            WriteStep(buffer, step, own);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Gives what a snapshot has to a replay. Nothing where it makes no sense; then the replay is of no use.</summary>
    public static long? Read(ReadOnlySpan<byte> snapshot, long sequence, NodeReplay replay)
    {
        var reader = new JournalReader(snapshot);
        byte version = reader.Byte();
        if (version is not (Version or VersionBefore))
        {
            return null;
        }

        long told = (long)Math.Min(reader.Number(), (ulong)sequence);
        replay.Identity = NodePayload.Read(ref reader);
        replay.Past = ReadPast(ref reader);
        for (ulong count = reader.Number(); count > 0 && !reader.IsDamaged; count--)
        {
            replay.Add(reader.Booking());
        }

        for (ulong count = reader.Number(); count > 0 && !reader.IsDamaged; count--)
        {
            byte[] payload = SnapshotPayload.ReadHold(ref reader, out long orphanedAt).ToArray();
            if (!reader.IsDamaged && !replay.TryOpen(payload, orphanedAt, 0))
            {
                return null;
            }
        }

        for (ulong count = reader.Number(); count > 0 && !reader.IsDamaged; count--)
        {
            HoldRecord? hold = ReservePayload.ReadShared(SnapshotPayload.ReadHold(ref reader, out _), replay.Scopes);
            if (hold is null)
            {
                return null;
            }

            SnapshotPayload.ReadDecision(ref reader, hold);
            replay.Close(version == Version ? ReadClosing(ref reader, hold) : new NodeClosing(hold, replay.NodeText, string.Empty, [.. hold.Shares.Select(static share => share.Booked)]));
        }

        for (ulong count = reader.Number(); count > 0 && !reader.IsDamaged; count--)
        {
            var kind = (LedgerRecordKind)reader.Byte();
            ReadOnlySpan<byte> payload = reader.Bytes(reader.Count(RecordHeader.MaxPayloadBytes));
            if (!reader.IsDamaged && !replay.TryTake(kind, 0, payload))
            {
                return null;
            }
        }

        return reader.IsWhole ? told : null;
    }

    private static NodeClosing ReadClosing(ref JournalReader reader, HoldRecord hold)
    {
        (string by, string replaced) = (reader.Text(MostOfText), reader.Text(MostOfText));
        var changes = new Int128[hold.Shares.Length];
        foreach (ref Int128 change in changes.AsSpan())
        {
            change = reader.Amount();
        }

        return new NodeClosing(hold, by, replaced, changes);
    }

    private static void WriteStep(ArrayBufferWriter<byte> buffer, WaitingStep step, HashSet<BudgetHoldId> own)
    {
        bool releases = step.Verb == WaitingStep.Release;
        Span<byte> payload = new byte[releases ? VoidPayload.Most : StepPayload.MostOfIntended(step)];
        payload = payload[..(releases ? VoidPayload.Write(payload, step.Hold.Id, JournalForm.Shared | JournalForm.Intended) : StepPayload.WriteIntended(payload, step, !own.Contains(step.Hold.Id)))];
        var writer = new PayloadWriter(buffer.GetSpan(payload.Length + 1 + JournalValues.MostOfNumber));
        writer.Byte((byte)(releases ? LedgerRecordKind.Void : LedgerRecordKind.Settle));
        writer.VarInt((ulong)payload.Length);
        writer.Bytes(payload);
        buffer.Advance(writer.Length);
    }

    private static void WritePast(ArrayBufferWriter<byte> buffer, RememberedPast past)
    {
        SnapshotPayload.WriteNumber(buffer, (ulong)past.Version);
        SnapshotPayload.WriteNumber(buffer, (ulong)past.Sums.Count);
        foreach ((string key, string start, string amount) in past.Sums)
        {
            WriteTexts(buffer, key, start, amount);
        }

        SnapshotPayload.WriteNumber(buffer, (ulong)past.GivenUp.Count);
        foreach (string node in past.GivenUp)
        {
            WriteTexts(buffer, node);
        }
    }

    private static RememberedPast ReadPast(ref JournalReader reader)
    {
        long version = (long)reader.Number();
        var sums = new List<(string, string, string)>();
        for (ulong count = reader.Number(); count > 0 && !reader.IsDamaged; count--)
        {
            sums.Add((reader.Text(MostOfText), reader.Text(MostOfText), reader.Text(MostOfText)));
        }

        var givenUp = new List<string>();
        for (ulong count = reader.Number(); count > 0 && !reader.IsDamaged; count--)
        {
            givenUp.Add(reader.Text(MostOfText));
        }

        return new RememberedPast(version, sums, givenUp);
    }

    private static void WriteTexts(ArrayBufferWriter<byte> buffer, params ReadOnlySpan<string> texts)
    {
        foreach (string text in texts)
        {
            var writer = new PayloadWriter(buffer.GetSpan(SharedKey.MostOf(text)));
            writer.Text(text);
            buffer.Advance(writer.Length);
        }
    }
}
