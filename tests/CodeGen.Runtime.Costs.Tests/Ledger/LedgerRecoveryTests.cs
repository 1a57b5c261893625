using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>What is damaged costs what is damaged and is told; what is unfinished is cut.</summary>
public sealed class LedgerRecoveryTests
{
    private static readonly Gen<int[]> s_lengths = Gen.Int[0, 900].Array[1, 16];

    [Fact]
    public void Read_FileCutAnywhere_IsAPrefixAndTheNextRecordIsTaken() => Gen.Select(s_lengths, Gen.Int[0, TestLedger.SegmentBytes - 1]).Sample(static (lengths, length) =>
    {
        using var ledger = new TestLedger();
        ledger.Fill(lengths);
        using (FileStream last = File.OpenWrite(ledger.Segment(SegmentName.List(ledger.Path)[^1])))
        {
            last.SetLength(length);
        }

        List<LedgerRecord> before = TestLedger.ReadAll(ledger.Files).Records;
        before.Select(static r => r.Payload.Length).Should().Equal(lengths.Take(before.Count));
        using LedgerLog log = ledger.Open();
        log.Opening.Damages.Should().Contain(d => d.LosesRecords && d.FirstSequence == before.Count + 1 && d.LastSequence >= lengths.Length);
        LedgerAppend appended = log.Append(1, TestLedger.Began, [1, 2, 3]);
        appended.Sequence.Should().BeGreaterThan(lengths.Length);
        (List<LedgerRecord> records, List<LedgerDamage> damages) = TestLedger.ReadAll(log);
        records.Select(static r => r.Sequence).Should().Equal([.. before.Select(static r => r.Sequence), appended.Sequence]);
        damages.Where(static d => d.LosesRecords).Should().ContainSingle().Which.LastSequence.Should().Be(appended.Sequence - 1);
    }, iter: 150);

    [Fact]
    public void Read_AnyBitFlipped_CostsAtMostTheRecordItLiesInAndTellsIt() => Gen.Select(s_lengths, Gen.Int[0, 1_000_000], Gen.Long[0, (TestLedger.SegmentBytes * 8) - 1]).Sample(static (lengths, file, bit) =>
    {
        using var ledger = new TestLedger();
        ledger.Fill(lengths);
        List<LedgerRecord> whole = TestLedger.ReadAll(ledger.Files).Records;
        List<long> segments = SegmentName.List(ledger.Path);
        TestLedger.Flip(ledger.Segment(segments[file % segments.Count]), bit);
        using LedgerLog log = ledger.Open();
        LedgerAppend appended = log.Append(9, TestLedger.Began, [9]);
        (List<LedgerRecord> records, List<LedgerDamage> damages) = TestLedger.ReadAll(log);
        records[^1].Sequence.Should().Be(appended.Sequence);
        records.RemoveAt(records.Count - 1);
        List<long> lost = [.. whole.Select(static r => r.Sequence).Except(records.Select(static r => r.Sequence))];
        lost.Count.Should().BeLessThanOrEqualTo(1);
        records.All(r => r.Payload.Span.SequenceEqual(whole[(int)r.Sequence - 1].Payload.Span) && r.Id == whole[(int)r.Sequence - 1].Id).Should().BeTrue();
        if (lost is [long sequence])
        {
            LedgerDamage damage = damages.Should().ContainSingle(static d => d.LosesRecords).Subject;
            damage.Segment.Should().Be(segments[file % segments.Count]);
            (bit / 8).Should().BeInRange(damage.Offset, damage.Offset + damage.Bytes);
            damage.FirstSequence.Should().Be(sequence);
            (damage.LastSequence == sequence || sequence == whole.Count).Should().BeTrue();
            log.Opening.Damages.Should().Contain(d => d.LosesRecords && d.FirstSequence == sequence);
        }
        else
        {
            damages.Should().NotContain(static d => d.LosesRecords && d.FirstSequence < 0);
        }
    }, iter: 400);

    [Fact]
    public void Open_RecordWithoutItsCommitWord_IsCutAndCountedAndItsSequenceIsGivenAgain() => Gen.Select(s_lengths, Gen.Int[1, 300], Gen.Int).Sample(static (lengths, bytes, seed) =>
    {
        using var ledger = new TestLedger();
        ledger.Fill(lengths);
        (string path, int offset) = Tail(ledger);
        bytes = Math.Min(bytes, TestLedger.SegmentBytes - SegmentHeader.Bytes - offset - sizeof(uint));
        if (bytes <= 0)
        {
            return;
        }

        byte[] rest = TestLedger.Payload(seed, bytes);
        rest[^1] |= 1;
        TestLedger.Overwrite(path, offset + sizeof(uint), rest);
        using LedgerLog log = ledger.Open();
        (log.Opening.TornTails, log.Opening.TornBytes).Should().Be((1, (bytes + sizeof(uint) + 7) & -8));
        log.Opening.Damages.Should().BeEmpty();
        log.Append(1, TestLedger.Began, []).Sequence.Should().Be(lengths.Length + 1);
        (List<LedgerRecord> records, List<LedgerDamage> damages) = TestLedger.ReadAll(log);
        damages.Should().BeEmpty();
        records.Should().HaveCount(lengths.Length + 1);
    }, iter: 100);

    [Fact]
    public void Open_PageOfZerosBeforeWholeRecords_TellsTheLostAndKeepsTheRest()
    {
        // What a power failure may leave where nothing was flushed: pages reach the disk in any order.
        using var ledger = new TestLedger();
        ledger.Fill(100, 100, 100, 100, 100);
        int extent = RecordHeader.ExtentOf(100);
        TestLedger.Overwrite(ledger.Segment(1), SegmentHeader.Bytes + extent, new byte[2 * extent]);
        using LedgerLog log = ledger.Open();
        log.Opening.Damages.Should().ContainSingle().Which.Should().Be(new LedgerDamage(LedgerDamageKind.Bytes, 1, SegmentHeader.Bytes + extent, 2 * extent, 2, 3));
        log.Append(1, TestLedger.Began, []).Sequence.Should().Be(6);
        TestLedger.ReadAll(log).Records.Select(static r => r.Sequence).Should().Equal(1, 4, 5, 6);
    }

    [Fact]
    public void Read_PayloadDamaged_NamesSegmentOffsetAndSequence()
    {
        using var ledger = new TestLedger();
        ledger.Fill(100, 100, 100);
        int extent = RecordHeader.ExtentOf(100);
        TestLedger.Flip(ledger.Segment(1), 8 * (SegmentHeader.Bytes + extent + RecordHeader.Bytes + 50));
        LedgerDamage damage = TestLedger.ReadAll(ledger.Files).Damages.Should().ContainSingle().Subject;
        damage.Should().Be(new LedgerDamage(LedgerDamageKind.Payload, 1, SegmentHeader.Bytes + extent, extent, 2, 2));
        damage.ToString().Should().Contain("segment-0000000001.ledger").And.Contain($"offset {SegmentHeader.Bytes + extent}").And.Contain("record 2 is lost");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(TestLedger.SegmentBytes - SegmentHeader.Bytes)]
    public void Open_OneSegmentHeaderDamaged_LosesNothingAndTellsIt(int offset)
    {
        using var ledger = new TestLedger();
        ledger.Fill(100, 100);
        TestLedger.Flip(ledger.Segment(1), 8 * (offset + 20));
        using LedgerLog log = ledger.Open();
        log.Opening.Damages.Should().ContainSingle().Which.Kind.Should().Be(LedgerDamageKind.SegmentHeader);
        log.Append(1, TestLedger.Began, []).Sequence.Should().Be(3);
        TestLedger.ReadAll(log).Records.Should().HaveCount(3);
    }

    [Fact]
    public void Read_BothHeadersOfAMiddleSegmentDamaged_LosesItsRecordsAndTellsThem()
    {
        using var ledger = new TestLedger();
        ledger.Fill(1_500, 1_500, 1_500, 1_500, 1_500);
        TestLedger.Flip(ledger.Segment(2), 8);
        TestLedger.Flip(ledger.Segment(2), 8 * (TestLedger.SegmentBytes - 8));
        (List<LedgerRecord> records, List<LedgerDamage> damages) = TestLedger.ReadAll(ledger.Files);
        records.Select(static r => r.Sequence).Should().Equal(1, 2, 5);
        damages.Should().ContainSingle().Which.Should().Match<LedgerDamage>(static d => d.Kind == LedgerDamageKind.Segment && d.Segment == 2 && d.FirstSequence == 3 && d.LastSequence == 4);
        TestLedger.ReadAll(ledger.Files, from: 4).Records.Select(static r => r.Sequence).Should().Equal(5);
        using LedgerLog log = ledger.Open();
        log.Append(1, TestLedger.Began, []).Sequence.Should().Be(6);
    }

    [Fact]
    public void Open_SegmentMissingInTheMiddle_NamesItAndTheRemedy()
    {
        using var ledger = new TestLedger();
        ledger.Fill(3_000, 3_000, 3_000);
        File.Delete(ledger.Segment(2));
        FluentActions.Invoking(() => ledger.Open()).Should().Throw<LedgerDamagedException>().WithMessage("*lacks 'segment-0000000002.ledger'*Restore*");
        (List<LedgerRecord> records, List<LedgerDamage> damages) = TestLedger.ReadAll(ledger.Files);
        records.Select(static r => r.Sequence).Should().Equal(1, 3);
        damages.Should().ContainSingle().Which.Should().Match<LedgerDamage>(static d => d.Kind == LedgerDamageKind.Missing && d.FirstSequence == 2 && d.LastSequence == 2);
    }

    [Fact]
    public void Open_NewerVersion_IsRefusedAndLeftAlone()
    {
        using var ledger = new TestLedger();
        ledger.Fill(10);
        SegmentPrologue prologue = SegmentPrologue.Read(ledger.Path, 1);
        byte[] header = new byte[SegmentHeader.Bytes];
        (prologue.Header!.Value with { Version = 2 }).Write(header);
        TestLedger.Overwrite(ledger.Segment(1), 0, header);
        byte[] before = File.ReadAllBytes(ledger.Segment(1));
        FluentActions.Invoking(() => ledger.Open()).Should().Throw<LedgerDamagedException>().WithMessage("*format version 2*versions up to 1*");
        File.ReadAllBytes(ledger.Segment(1)).Should().Equal(before);
    }

    [Fact]
    public void Open_SegmentRenamed_IsRefused()
    {
        using var ledger = new TestLedger();
        ledger.Fill(10);
        File.Move(ledger.Segment(1), ledger.Segment(4));
        FluentActions.Invoking(() => ledger.Open()).Should().Throw<LedgerDamagedException>().WithMessage("*holds segment 1*");
    }

    [Fact]
    public void Open_UnfinishedFilesOfACrash_AreRemoved()
    {
        using var ledger = new TestLedger();
        string unfinished = Path.Combine(ledger.Path, "3.new");
        File.WriteAllText(unfinished, "x");
        ledger.Open().Dispose();
        File.Exists(unfinished).Should().BeFalse();
    }

    private static (string Path, int Offset) Tail(TestLedger ledger)
    {
        long number = SegmentName.List(ledger.Path)[^1];
        using var reader = new SegmentReader(ledger.Path, SegmentPrologue.Read(ledger.Path, number).Header!.Value);
        while (reader.Read(SegmentEnd.Final) == ReadOutcome.Record)
        {
        }

        return (ledger.Segment(number), (int)reader.Offset);
    }
}
