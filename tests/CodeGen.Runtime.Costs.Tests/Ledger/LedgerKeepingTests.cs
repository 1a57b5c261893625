using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Whole segments are deleted and copied, never the one that is written.</summary>
public sealed class LedgerKeepingTests
{
    [Fact]
    public void DeleteOlderThan_Age_DeletesWholeOlderSegmentsAndSaysWhich()
    {
        using var ledger = new TestLedger();
        using LedgerLog log = ledger.Open();
        for (int day = 0; day < 6; day++)
        {
            log.Append(1, TestLedger.Began, new byte[3_000]);
            ledger.Time.Advance(TimeSpan.FromDays(1));
        }

        // Days 0 to 5, one segment each; it is day 6. The segment of day 2 was left on day 3.
        log.DeleteOlderThan(TimeSpan.FromDays(3)).Should().Equal(
            new SegmentFacts(1, 1, 1, TestLedger.SegmentBytes), new SegmentFacts(2, 2, 2, TestLedger.SegmentBytes), new SegmentFacts(3, 3, 3, TestLedger.SegmentBytes));
        log.DeleteOlderThan(TimeSpan.FromDays(3)).Should().BeEmpty();
        TestLedger.ReadAll(log).Records.Select(static r => r.Sequence).Should().Equal(4, 5, 6);
        log.DeleteOlderThan(TimeSpan.Zero).Should().HaveCount(2);
        SegmentName.List(ledger.Path).Should().Equal(6);
        log.Append(1, TestLedger.Began, []).Sequence.Should().Be(7);
    }

    [Fact]
    public void Open_AfterDeletion_GoesOnWithTheNumbering()
    {
        using var ledger = new TestLedger();
        ledger.Fill(3_000, 3_000, 3_000);
        using (LedgerLog log = ledger.Open())
        {
            log.DeleteOlderThan(TimeSpan.Zero);
        }

        using LedgerLog again = ledger.Open();
        again.Append(1, TestLedger.Began, []).Sequence.Should().Be(4);
    }

    [Fact]
    public void Read_WhileItsSegmentIsDeleted_ReadsItToItsEnd()
    {
        using var ledger = new TestLedger();
        ledger.Fill(1_500, 1_500, 1_500);
        using LedgerLog log = ledger.Open();
        using LedgerReader reader = log.Read(0);
        reader.Read().Should().Be(ReadOutcome.Record);
        log.DeleteOlderThan(TimeSpan.Zero);
        reader.Read().Should().Be(ReadOutcome.Record);
        reader.Read().Should().Be(ReadOutcome.Record);
        reader.Current.Sequence.Should().Be(3);
    }

    [Fact]
    public void ExportSealed_Twice_CopiesEachOnceAndCanBeRead()
    {
        using var ledger = new TestLedger();
        using var target = new TestLedger();
        ledger.Fill(3_000, 3_000, 3_000);
        using LedgerLog log = ledger.Open();
        log.ExportSealed(target.Path).Select(static s => s.Number).Should().Equal(1, 2);
        log.ExportSealed(target.Path).Should().BeEmpty();
        File.ReadAllBytes(target.Segment(2)).Should().Equal(File.ReadAllBytes(ledger.Segment(2)));
        TestLedger.ReadAll(target.Files).Records.Select(static r => r.Sequence).Should().Equal(1, 2);
        log.Append(1, TestLedger.Began, new byte[3_000]);
        log.ExportSealed(target.Path).Select(static s => s.Number).Should().Equal(3);
    }
}
