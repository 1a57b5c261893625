using System.Globalization;
using CodeGen.Runtime.LedgerHost;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>A writer is killed, again and again, and what it had acknowledged is there.</summary>
public sealed class LedgerCrashTests
{
    private const int Rounds = 12;
    private const int Threads = 3;
    private const int SegmentBytes = 65_536;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Kill_AtRandomPoints_LosesAndDoublesNothingAcknowledged()
    {
        using var ledger = new TestLedger();
        var random = new Random(20_261_101);
        var acknowledged = new Dictionary<long, (int Round, int Thread, int Index, Guid Id)>();
        for (int round = 0; round < Rounds; round++)
        {
            foreach ((int thread, int index, long sequence, Guid id) in await RunAndKillAsync(ledger.Path, round, random.Next(0, 3) == 0 ? 0 : random.Next(1, 400)))
            {
                acknowledged.TryAdd(sequence, (round, thread, index, id)).Should().BeTrue("sequence {0} is given once", sequence);
            }

            (List<LedgerRecord> records, List<LedgerDamage> damages) = TestLedger.ReadAll(ledger.Files);
            damages.Should().BeEmpty();
            Check(records, acknowledged);
        }

        acknowledged.Should().NotBeEmpty();
        using LedgerLog log = LedgerLog.Open(new LedgerLogOptions { Directory = ledger.Path, SegmentBytes = SegmentBytes }, TimeProvider.System);
        log.Opening.Damages.Should().BeEmpty();
        long last = log.LastSequence;
        foreach ((long sequence, (int round, int thread, int index, Guid id)) in acknowledged.Where(static a => a.Value.Index % 2 == 0))
        {
            LedgerAppend again = log.AppendOnce(EventId.FromGuid(id), 1, TestLedger.Began, HostPayload.Of(round, thread, index));
            again.Should().Be(new LedgerAppend(sequence, EventId.FromGuid(id), LedgerAppendStatus.Repeated));
        }

        log.LastSequence.Should().Be(last);
    }

    private static void Check(List<LedgerRecord> records, Dictionary<long, (int Round, int Thread, int Index, Guid Id)> acknowledged)
    {
        for (int i = 0; i < records.Count; i++)
        {
            records[i].Sequence.Should().Be(i + 1);
        }

        records.Select(static r => r.Id).Distinct().Should().HaveCount(records.Count);
        foreach ((long sequence, (int round, int thread, int index, Guid id)) in acknowledged)
        {
            LedgerRecord record = records[(int)sequence - 1];
            record.Id.ToGuid().Should().Be(id);
            record.Payload.Span.SequenceEqual(HostPayload.Of(round, thread, index)).Should().BeTrue();
        }
    }

    /// <summary>Lets a writer run until it has told so many acknowledgments, or until it is about to open, and kills it.</summary>
    private static async Task<List<(int Thread, int Index, long Sequence, Guid Id)>> RunAndKillAsync(string directory, int seed, int acknowledgments)
    {
        var told = new List<(int, int, long, Guid)>();
        await using var host = NodeProcess.Start(
            Path.Combine(AppContext.BaseDirectory, "CodeGen.Runtime.LedgerHost.dll"), "append", directory, $"{SegmentBytes}", $"{Threads}", $"{seed}");
        try
        {
            for (string line = await host.ReadLineAsync(null, s_patience); ; line = await host.ReadLineAsync(null, s_patience))
            {
                if (line.Split(' ') is ["ack", var thread, var index, var sequence, { Length: 36 } id])
                {
                    told.Add((Number(thread), Number(index), Number(sequence), Guid.Parse(id)));
                }
                else if (line.StartsWith("ready", StringComparison.Ordinal))
                {
                    line.Should().EndWith(" 0", "nothing may be damaged");
                }

                if (told.Count >= acknowledgments)
                {
                    host.Kill();
                    acknowledgments = int.MaxValue;
                }
            }
        }
        catch (EndOfStreamException)
        {
            // All it told before it was killed was read.
        }

        return told;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
