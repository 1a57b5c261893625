using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>What is appended comes back, over segments and openings.</summary>
public sealed class LedgerAppendTests
{
    private const int MaxLength = TestLedger.SegmentBytes - 200;

    [Fact]
    public void Append_AnyPayloadsInAnyNumberOfOpenings_ComeBackInOrder() =>
        Gen.Int[0, MaxLength].Array[0, 20].Array[1, 4].Sample(static openings =>
        {
            using var ledger = new TestLedger();
            foreach (int[] lengths in openings)
            {
                ledger.Fill(lengths);
            }

            (List<LedgerRecord> records, List<LedgerDamage> damages) = TestLedger.ReadAll(ledger.Files);
            damages.Should().BeEmpty();
            records.Select(static r => r.Payload.Length).Should().Equal(openings.SelectMany(static o => o));
            for (int i = 0; i < records.Count; i++)
            {
                records[i].Sequence.Should().Be(i + 1);
                records[i].Payload.ToArray().Should().Equal(TestLedger.Payload(i + 1, records[i].Payload.Length));
                records[i].PayloadHash.Should().Be(PayloadHash.Of(records[i].Kind, records[i].Payload.Span));
            }

            records.Select(static r => r.Id).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        }, iter: 60);

    [Fact]
    public void Append_Record_KeepsEverythingItWasGiven()
    {
        using var ledger = new TestLedger();
        using LedgerLog log = ledger.Open();
        DateTimeOffset eventTime = new(2026, 10, 31, 23, 59, 59, TimeSpan.FromHours(8));
        ledger.Time.Advance(TimeSpan.FromSeconds(3));
        LedgerAppend appended = log.Append(17, eventTime, [1, 2, 3]);
        LedgerRecord record = log.ReadPage(1, 1).Records.Single();
        appended.Should().Be(new LedgerAppend(1, record.Id, LedgerAppendStatus.Appended));
        (record.Sequence, record.Kind, record.Flags).Should().Be((1, 17, RecordFlags.None));
        record.EventTime.Should().Be(eventTime);
        record.IngestTime.Should().Be(TestLedger.Began + TimeSpan.FromSeconds(3));
        record.Id.Time.Should().Be(record.IngestTime);
        record.Payload.ToArray().Should().Equal(1, 2, 3);
    }

    [Fact]
    public void Append_ClockGoesBack_IngestTimesStayInOrder()
    {
        using var ledger = new TestLedger();
        using (LedgerLog log = ledger.Open())
        {
            log.Append(1, TestLedger.Began, [1]);
        }

        ledger.Time.AdjustTime(TestLedger.Began - TimeSpan.FromDays(2));
        using LedgerLog later = ledger.Open();
        later.Append(1, TestLedger.Began, [2]);
        TestLedger.ReadAll(later).Records.Select(static r => r.IngestTime).Should().Equal(TestLedger.Began, TestLedger.Began);
    }

    [Fact]
    public void Append_FromManyThreads_TakesEachOnce()
    {
        using var ledger = new TestLedger();
        using LedgerLog log = ledger.Open(segmentBytes: 16_384);
        var acknowledged = new System.Collections.Concurrent.ConcurrentDictionary<long, int>();
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(t => new Thread(() =>
        {
            for (int i = 0; i < 500; i++)
            {
                int value = (t * 1_000) + i;
                acknowledged[log.Append(1, TestLedger.Began, BitConverter.GetBytes(value)).Sequence] = value;
            }
        }))];
        Array.ForEach(threads, static t => t.Start());
        Array.ForEach(threads, static t => t.Join());
        (List<LedgerRecord> records, List<LedgerDamage> damages) = TestLedger.ReadAll(log);
        damages.Should().BeEmpty();
        records.Select(static r => r.Sequence).Should().Equal(Enumerable.Range(1, 2_000).Select(static i => (long)i));
        records.All(r => BitConverter.ToInt32(r.Payload.Span) == acknowledged[r.Sequence]).Should().BeTrue();
    }

    [Fact]
    public void Append_PayloadTooLong_IsRefusedWithBothLengths()
    {
        using var ledger = new TestLedger();
        using LedgerLog log = ledger.Open();
        log.Append(1, TestLedger.Began, new byte[4_096 - 200]);
        FluentActions.Invoking(() => log.Append(1, TestLedger.Began, new byte[3_897])).Should().Throw<ArgumentException>().WithMessage("*3,897*3,896*");
        log.LastSequence.Should().Be(1);
    }

    [Fact]
    public void Open_WhileAnotherWrites_NamesTheDirectoryAndTheRemedy()
    {
        using var ledger = new TestLedger();
        using (ledger.Open())
        {
            FluentActions.Invoking(() => ledger.Open()).Should().Throw<LedgerUnavailableException>().WithMessage($"*{ledger.Path}*stop the other process*");
        }

        ledger.Open().Dispose();
    }

    [Fact]
    public void Open_AsAnotherNode_IsRefused()
    {
        using var ledger = new TestLedger();
        var node = Guid.NewGuid();
        ledger.Open(node: node).Dispose();
        FluentActions.Invoking(() => ledger.Open(node: Guid.NewGuid())).Should().Throw<LedgerDamagedException>().WithMessage($"*{node}*");
        using LedgerLog log = ledger.Open();
        log.Node.Should().Be(node);
    }

    [Theory]
    [InlineData(4_095)]
    [InlineData(5_000)]
    public void Open_SegmentSizeOutOfRange_IsRefused(int bytes)
    {
        using var ledger = new TestLedger();
        FluentActions.Invoking(() => ledger.Open(segmentBytes: bytes)).Should().Throw<ArgumentException>().WithMessage($"*SegmentBytes*{bytes}*");
    }

    [Fact]
    public void Append_AfterDispose_IsRefused()
    {
        using var ledger = new TestLedger();
        LedgerLog log = ledger.Open();
        log.Dispose();
        log.Dispose();
        FluentActions.Invoking(() => log.Append(1, TestLedger.Began, [])).Should().Throw<ObjectDisposedException>();
    }
}
