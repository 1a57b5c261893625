using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Power-durability is what a flush has reached.</summary>
public sealed class LedgerFlushTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AppendDurableAsync_OverSegments_ReachesItsRecord(bool strict)
    {
        using var ledger = new TestLedger();
        using LedgerLog log = ledger.Open(strict: strict);
        for (int i = 1; i <= 20; i++)
        {
            LedgerAppend appended = await log.AppendDurableAsync(1, TestLedger.Began, new byte[700]);
            appended.Sequence.Should().Be(i);
            log.DurableSequence.Should().BeGreaterThanOrEqualTo(i);
        }
    }

    [Fact]
    public async Task FlushAsync_AfterAppends_ReachesThemAll()
    {
        using var ledger = new TestLedger();
        using LedgerLog log = ledger.Open();
        log.Append(1, TestLedger.Began, []);
        log.DurableSequence.Should().Be(0);
        log.Append(1, TestLedger.Began, []);
        await log.FlushAsync();
        log.DurableSequence.Should().Be(2);
    }

    [Fact]
    public void Open_RecordsOfAnEarlierWriter_AreBroughtToTheDisk()
    {
        // A repeated durable call is answered from them, and they may have been in a segment that this process never writes.
        using var ledger = new TestLedger();
        ledger.Fill(2_000, 2_000, 2_000);
        using LedgerLog log = ledger.Open();
        log.DurableSequence.Should().Be(3);
        log.Append(1, TestLedger.Began, []);
        log.DurableSequence.Should().Be(3);
    }

    [Fact]
    public async Task FlushAsync_ManyCallersAtOnce_EachIsReached()
    {
        using var ledger = new TestLedger();
        using LedgerLog log = ledger.Open(segmentBytes: 65_536);
        await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            for (int i = 0; i < 20; i++)
            {
                LedgerAppend appended = await log.AppendDurableAsync(1, TestLedger.Began, new byte[100]);
                log.DurableSequence.Should().BeGreaterThanOrEqualTo(appended.Sequence);
            }
        }));
        log.LastSequence.Should().Be(640);
        TestLedger.ReadAll(log).Records.Should().HaveCount(640);
    }

    [Fact]
    public async Task FlushAsync_AfterDispose_IsRefused()
    {
        using var ledger = new TestLedger();
        LedgerLog log = ledger.Open();
        log.Append(1, TestLedger.Began, []);
        log.Dispose();
        log.DurableSequence.Should().Be(1);
        await FluentActions.Awaiting(log.FlushAsync).Should().ThrowAsync<ObjectDisposedException>();
    }
}
