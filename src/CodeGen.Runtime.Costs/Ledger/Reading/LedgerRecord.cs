namespace CodeGen.Runtime.Costs;

/// <summary>A record with a copy of its payload. Immutable.</summary>
/// <param name="Sequence">Its place in the log: 1 and up.</param>
/// <param name="Id">Its event.</param>
/// <param name="Kind">What kind of event, as its writer defines it.</param>
/// <param name="EventTime">When the event was, as its writer said.</param>
/// <param name="IngestTime">When the log took it, by the log's clock; never before that of the record before it.</param>
/// <param name="PayloadHash">128 bits of hash over kind and payload, or the part of it that says what the event was.</param>
/// <param name="Flags">What else is kept of it.</param>
/// <param name="Payload">The bytes.</param>
internal sealed record LedgerRecord(
    long Sequence, EventId Id, byte Kind, DateTimeOffset EventTime, DateTimeOffset IngestTime, UInt128 PayloadHash, RecordFlags Flags, ReadOnlyMemory<byte> Payload)
{
    public static LedgerRecord Of(in RecordHeader header, ReadOnlySpan<byte> payload) => new(
        header.Sequence, header.Id, header.Kind, new(header.EventTicks, TimeSpan.Zero), new(header.IngestTicks, TimeSpan.Zero), header.PayloadHash, header.Flags, payload.ToArray());
}
