using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>A segment that is full lets go of its mapping before it is flushed.</summary>
public sealed class SegmentWriterTests : IDisposable
{
    private readonly TestLedger _ledger = new();
    private readonly SegmentWriter _writer;

    public SegmentWriterTests()
    {
        string prepared = Path.Combine(_ledger.Path, "1.new");
        SegmentFile.Prepare(prepared, TestLedger.SegmentBytes);
        _writer = SegmentWriter.Start(prepared, _ledger.Path, new SegmentHeader(SegmentHeader.CurrentVersion, 7, Guid.NewGuid(), 1, 1, TestLedger.Began.Ticks, TestLedger.SegmentBytes));
        Append(1);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _ledger.Dispose();
    }

    [Fact]
    public void Unmap_ThenSync_KeepsWhatWasWritten()
    {
        _writer.Unmap();
        _writer.Sync();
        _writer.Dispose();
        (List<LedgerRecord> records, List<LedgerDamage> damages) = TestLedger.ReadAll(_ledger.Files);
        damages.Should().BeEmpty();
        records.Should().ContainSingle().Which.Payload.ToArray().Should().Equal(TestLedger.Payload(1, 100));
    }

    [Fact]
    public void Append_NoLongerMapped_ThrowsAndWritesNothing()
    {
        _writer.Unmap();
        FluentActions.Invoking(() => Append(2)).Should().Throw<ArgumentOutOfRangeException>();
        TestLedger.ReadAll(_ledger.Files).Records.Should().ContainSingle();
    }

    private void Append(long sequence)
    {
        byte[] payload = TestLedger.Payload((int)sequence, 100);
        EventId id = EventId.Create(1, (UInt128)(ulong)sequence);
        _writer.Append(new RecordHeader(sequence, id, PayloadHash.Of(1, payload), 0, 0, Crc32C.Of(payload), 1, RecordFlags.None, payload.Length), payload);
    }
}
