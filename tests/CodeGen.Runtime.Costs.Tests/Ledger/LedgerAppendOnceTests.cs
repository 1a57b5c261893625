using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>The same event twice is one record.</summary>
public sealed class LedgerAppendOnceTests
{
    [Fact]
    public void AppendOnce_AnyRepetitionsOverOpenings_GiveTheFirstResult() =>
        Gen.Select(Gen.Int[0, 9], Gen.Bool).Array[1, 60].Sample(static calls =>
        {
            using var ledger = new TestLedger();
            LedgerLog log = ledger.Open();
            EventId[] ids = [.. Enumerable.Range(0, 10).Select(_ => log.NewId())];
            var first = new Dictionary<int, long>();
            foreach ((int which, bool reopens) in calls)
            {
                if (reopens)
                {
                    log.Dispose();
                    log = ledger.Open();
                }

                LedgerAppend appended = log.AppendOnce(ids[which], 1, TestLedger.Began, TestLedger.Payload(which, 300));
                appended.Id.Should().Be(ids[which]);
                appended.Status.Should().Be(first.TryAdd(which, appended.Sequence) ? LedgerAppendStatus.Appended : LedgerAppendStatus.Repeated);
                appended.Sequence.Should().Be(first[which]);
            }

            log.LastSequence.Should().Be(first.Count);
            log.RememberedIds.Should().Be(first.Count);
            log.Dispose();
            TestLedger.ReadAll(ledger.Files).Records.Should().HaveCount(first.Count);
        }, iter: 50);

    [Fact]
    public void AppendOnce_AnotherPayloadOrKind_IsAConflictWithBothHashes()
    {
        using var ledger = new TestLedger();
        using LedgerLog log = ledger.Open();
        EventId id = log.NewId();
        log.AppendOnce(id, 1, TestLedger.Began, [1]);
        LedgerConflictException conflict = FluentActions.Invoking(() => log.AppendOnce(id, 1, TestLedger.Began, [2])).Should().Throw<LedgerConflictException>().Which;
        (conflict.Id, conflict.Sequence).Should().Be((id.ToGuid(), 1));
        conflict.KeptHash.Should().Be(PayloadHash.Text(PayloadHash.Of(1, [1])));
        conflict.GivenHash.Should().Be(PayloadHash.Text(PayloadHash.Of(1, [2])));
        conflict.Message.Should().Contain(conflict.KeptHash).And.Contain(conflict.GivenHash).And.Contain(id.ToString());
        FluentActions.Invoking(() => log.AppendOnce(id, 2, TestLedger.Began, [1])).Should().Throw<LedgerConflictException>();
        log.LastSequence.Should().Be(1);
        log.AppendOnce(id, 1, TestLedger.Began, [1]).Status.Should().Be(LedgerAppendStatus.Repeated);
    }

    [Fact]
    public void AppendOnce_IdOlderThanTheWindow_IsTakenAndFlagged()
    {
        using var ledger = new TestLedger();
        using LedgerLog log = ledger.Open();
        EventId id = log.NewId();
        ledger.Time.Advance(TimeSpan.FromDays(31) + TimeSpan.FromHours(1));
        log.AppendOnce(id, 1, TestLedger.Began, [1]).Status.Should().Be(LedgerAppendStatus.AppendedUnremembered);
        log.AppendOnce(id, 1, TestLedger.Began, [1]).Should().Be(new LedgerAppend(2, id, LedgerAppendStatus.AppendedUnremembered));
        log.RememberedIds.Should().Be(0);
        TestLedger.ReadAll(log).Records.Should().OnlyContain(static r => r.Flags == (RecordFlags.Once | RecordFlags.Unremembered));
    }

    [Fact]
    public void AppendOnce_WithinTheWindow_IsRememberedAndThenForgotten()
    {
        using var ledger = new TestLedger();
        LedgerLog log = ledger.Open();
        EventId id = log.NewId();
        log.AppendOnce(id, 1, TestLedger.Began, [1]);
        ledger.Time.Advance(TimeSpan.FromDays(31));
        log.AppendOnce(id, 1, TestLedger.Began, [1]).Status.Should().Be(LedgerAppendStatus.Repeated);
        log.Dispose();
        using LedgerLog again = ledger.Open();
        again.AppendOnce(id, 1, TestLedger.Began, [1]).Status.Should().Be(LedgerAppendStatus.Repeated);
        ledger.Time.Advance(TimeSpan.FromHours(1));
        again.AppendOnce(id, 1, TestLedger.Began, [1]).Status.Should().Be(LedgerAppendStatus.AppendedUnremembered);
        again.RememberedIds.Should().Be(0);
    }

    [Fact]
    public void AppendOnce_IdFarAhead_IsTakenAndFlagged()
    {
        using var ledger = new TestLedger();
        using LedgerLog log = ledger.Open();
        log.AppendOnce(EventId.FromGuid(Guid.CreateVersion7(TestLedger.Began + TimeSpan.FromHours(23))), 1, TestLedger.Began, [1]).Status.Should().Be(LedgerAppendStatus.Appended);
        log.AppendOnce(EventId.FromGuid(Guid.CreateVersion7(TestLedger.Began + TimeSpan.FromHours(25))), 1, TestLedger.Began, [1]).Status.Should().Be(LedgerAppendStatus.AppendedUnremembered);
    }

    [Fact]
    public void AppendOnce_MoreIdsThanAreHeld_ForgetsTheOldestHoursAndFlagsThem()
    {
        using var ledger = new TestLedger();
        using LedgerLog log = ledger.Open(maxIds: 10);
        EventId[] ids = [.. Enumerable.Range(0, 20).Select(_ =>
        {
            ledger.Time.Advance(TimeSpan.FromMinutes(20));
            EventId id = log.NewId();
            log.AppendOnce(id, 1, TestLedger.Began, [1]);
            return id;
        })];
        log.RememberedIds.Should().BeLessThanOrEqualTo(10);
        log.AppendOnce(ids[0], 1, TestLedger.Began, [1]).Status.Should().Be(LedgerAppendStatus.AppendedUnremembered);
        log.AppendOnce(ids[^1], 1, TestLedger.Began, [1]).Status.Should().Be(LedgerAppendStatus.Repeated);
    }

    [Fact]
    public void Append_WithoutAnId_TakesNoMemory()
    {
        using var ledger = new TestLedger();
        using (LedgerLog log = ledger.Open())
        {
            log.Append(1, TestLedger.Began, [1]);
            log.RememberedIds.Should().Be(0);
        }

        using LedgerLog again = ledger.Open();
        again.RememberedIds.Should().Be(0);
    }

    [Fact]
    public void AppendOnce_SameIdFromManyThreads_IsOneRecord()
    {
        using var ledger = new TestLedger();
        using LedgerLog log = ledger.Open();
        EventId id = log.NewId();
        var results = new System.Collections.Concurrent.ConcurrentBag<LedgerAppend>();
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(_ => new Thread(() => results.Add(log.AppendOnce(id, 1, TestLedger.Began, [1]))))];
        Array.ForEach(threads, static t => t.Start());
        Array.ForEach(threads, static t => t.Join());
        results.Should().OnlyContain(static r => r.Sequence == 1);
        results.Count(static r => r.Status == LedgerAppendStatus.Appended).Should().Be(1);
        log.LastSequence.Should().Be(1);
    }
}
