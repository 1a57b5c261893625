using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>From any sequence, by cursor, page or stream, beside the writer and from outside.</summary>
public sealed class LedgerReadingTests
{
    [Fact]
    public void Read_FromAnySequence_BeginsThere() => Gen.Select(Gen.Int[0, 900].Array[1, 30], Gen.Int[0, 40]).Sample(static (lengths, from) =>
    {
        using var ledger = new TestLedger();
        ledger.Fill(lengths);
        long[] expected = [.. Enumerable.Range(1, lengths.Length).Where(s => s >= from).Select(static s => (long)s)];
        TestLedger.ReadAll(ledger.Files, from).Records.Select(static r => r.Sequence).Should().Equal(expected);
        using LedgerLog log = ledger.Open();
        TestLedger.ReadAll(log, from).Records.Select(static r => r.Sequence).Should().Equal(expected);
    }, iter: 60);

    [Fact]
    public void Read_FromTheMiddleOfALargeSegment_SeeksThere()
    {
        using var ledger = new TestLedger();
        using LedgerLog log = ledger.Open(segmentBytes: 1 << 20);
        for (int i = 1; i <= 5_000; i++)
        {
            log.Append(1, TestLedger.Began, TestLedger.Payload(i, i % 200));
        }

        foreach (long from in new long[] { 1, 2, 777, 2_500, 4_999, 5_000 })
        {
            foreach (ILedgerSource source in new ILedgerSource[] { log, ledger.Files })
            {
                LedgerPage page = source.ReadPage(from, 1);
                page.Records.Single().Sequence.Should().Be(from);
                page.Records.Single().Payload.ToArray().Should().Equal(TestLedger.Payload((int)from, (int)from % 200));
                page.Damages.Should().BeEmpty();
            }
        }
    }

    [Fact]
    public void ReadPage_OneAfterAnother_GoesThroughAll() => Gen.Select(Gen.Int[0, 900].Array[0, 30], Gen.Int[1, 12]).Sample(static (lengths, limit) =>
    {
        using var ledger = new TestLedger();
        ledger.Fill(lengths);
        using LedgerLog log = ledger.Open();
        var sequences = new List<long>();
        LedgerPage page = log.ReadPage(0, limit);
        for (; !page.IsEnd; page = log.ReadPage(page.Next, limit))
        {
            page.Records.Should().HaveCount(limit);
            sequences.AddRange(page.Records.Select(static r => r.Sequence));
        }

        sequences.AddRange(page.Records.Select(static r => r.Sequence));
        sequences.Should().Equal(Enumerable.Range(1, lengths.Length).Select(static s => (long)s));
    }, iter: 60);

    [Fact]
    public async Task ReadAsync_Following_GetsWhatIsAppendedLater()
    {
        using var ledger = new TestLedger();
        using LedgerLog log = ledger.Open();
        using var stop = new CancellationTokenSource();
        await using IAsyncEnumerator<LedgerEntry> entries = log.ReadAsync(0, follow: true, stop.Token).GetAsyncEnumerator();
        for (int i = 1; i <= 12; i++)
        {
            ValueTask<bool> next = entries.MoveNextAsync();
            next.IsCompleted.Should().BeFalse();
            log.Append(1, TestLedger.Began, TestLedger.Payload(i, 900));
            (await next).Should().BeTrue();
            entries.Current.Record!.Sequence.Should().Be(i);
        }

        ValueTask<bool> waiting = entries.MoveNextAsync();
        await stop.CancelAsync();
        await FluentActions.Awaiting(() => waiting.AsTask()).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task ReadAsync_FollowingFromOutside_LooksAgainAfterTheInterval()
    {
        using var ledger = new TestLedger();
        using LedgerLog log = ledger.Open();
        await using IAsyncEnumerator<LedgerEntry> entries = ledger.Files.ReadAsync(0, follow: true).GetAsyncEnumerator();
        for (int i = 1; i <= 12; i++)
        {
            ValueTask<bool> next = entries.MoveNextAsync();
            log.Append(1, TestLedger.Began, TestLedger.Payload(i, 900));
            next.IsCompleted.Should().BeFalse();
            ledger.Time.Advance(LedgerFiles.DefaultPollInterval);
            (await next).Should().BeTrue();
            entries.Current.Record!.Sequence.Should().Be(i);
        }
    }

    [Fact]
    public async Task ReadAsync_FollowingADamagedLastRecord_TellsItOnceAndWaits()
    {
        using var ledger = new TestLedger();
        using LedgerLog log = ledger.Open();
        log.Append(1, TestLedger.Began, [1]);
        log.Append(1, TestLedger.Began, [2]);
        await log.FlushAsync();
        TestLedger.Flip(ledger.Segment(1), 8 * (SegmentHeader.Bytes + RecordHeader.ExtentOf(1)));
        await using IAsyncEnumerator<LedgerEntry> entries = log.ReadAsync(0, follow: true).GetAsyncEnumerator();
        await entries.MoveNextAsync();
        await entries.MoveNextAsync();
        entries.Current.Damage.Should().Match<LedgerDamage>(static d => d.FirstSequence == 2 && d.LastSequence == 2);
        ValueTask<bool> next = entries.MoveNextAsync();
        next.IsCompleted.Should().BeFalse();
        log.Append(1, TestLedger.Began, [3]);
        (await next).Should().BeTrue();
        entries.Current.Record!.Sequence.Should().Be(3);
    }

    [Fact]
    public void Read_BesideAWriter_SeesOnlyWholeRecordsInOrder()
    {
        using var ledger = new TestLedger();
        using LedgerLog log = ledger.Open(segmentBytes: 65_536);
        const int Records = 5_000;
        var writer = new Thread(() =>
        {
            for (int i = 1; i <= Records; i++)
            {
                log.Append(1, TestLedger.Began, TestLedger.Payload(i, i % 300));
            }
        });
        writer.Start();
        using LedgerReader inside = log.Read(0), outside = ledger.Files.Read(0);
        foreach (LedgerReader reader in new[] { outside, inside })
        {
            for (int expected = 1; expected <= Records;)
            {
                ReadOutcome outcome = reader.Read();
                outcome.Should().NotBe(ReadOutcome.Damage);
                if (outcome == ReadOutcome.Record)
                {
                    reader.Current.Sequence.Should().Be(expected);
                    reader.Payload.SequenceEqual(TestLedger.Payload(expected, expected % 300)).Should().BeTrue();
                    expected++;
                }
            }
        }

        writer.Join();
    }

    [Fact]
    public void Read_FromBeforeTheOldestKept_TellsWhatIsGone()
    {
        using var ledger = new TestLedger();
        ledger.Fill(3_000, 3_000, 3_000);
        using LedgerLog log = ledger.Open();
        log.DeleteOlderThan(TimeSpan.Zero).Should().HaveCount(2);
        (List<LedgerRecord> records, List<LedgerDamage> damages) = TestLedger.ReadAll(log, from: 1);
        records.Select(static r => r.Sequence).Should().Equal(3);
        damages.Should().ContainSingle().Which.Should().Match<LedgerDamage>(static d => d.Kind == LedgerDamageKind.Missing && d.FirstSequence == 1 && d.LastSequence == 2);
        TestLedger.ReadAll(log, from: 0).Damages.Should().BeEmpty();
    }
}
