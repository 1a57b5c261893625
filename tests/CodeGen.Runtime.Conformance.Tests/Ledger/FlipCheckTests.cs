using CodeGen.Runtime.Conformance.Ledger;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Tests.Ledger;

/// <summary>What a flipped bit may cost: one record, told by name.</summary>
public sealed class FlipCheckTests
{
    private static readonly BitFlip s_flip = new(1, 250, 0, Lost: 2, IsHeader: false);
    private static readonly LedgerDamage s_told = new(LedgerDamageKind.Payload, 1, 200, 100, 2, 2);
    private readonly TortureTally _tally = new(new Report());

    [Fact]
    public void Judge_OneRecordLostAndNamed_IsAsPromised()
    {
        Judge(s_flip, [2], s_told);

        Found.Should().Be((0, 0));
        (_tally.BitsFlipped, _tally.RecordsLostToBits, _tally.RecordsNamed).Should().Be((1, 1, 1));
    }

    [Fact]
    public void Judge_AnotherRecordLostToo_IsLost()
    {
        Judge(s_flip, [2, 3], s_told with { LastSequence = 3, Bytes = 200 });

        Found.Should().Be((1, 1));
    }

    [Fact]
    public void Judge_NoRecordHitAndOneLost_IsLost()
    {
        Judge(s_flip with { Lost = 0 }, [2], s_told);

        _tally.Lost.Should().Be(1);
    }

    [Theory]
    [InlineData(2, 200, 2)]
    [InlineData(1, 300, 2)]
    [InlineData(1, 200, 3)]
    public void Judge_ToldAtAnotherPlace_BreaksAPromise(long segment, long offset, long sequence)
    {
        Judge(s_flip, [2], s_told with { Segment = segment, Offset = offset, FirstSequence = sequence, LastSequence = sequence });

        Found.Should().Be((0, 1));
    }

    [Fact]
    public void Judge_NotToldWhenItWasOpened_BreaksAPromise()
    {
        FlipCheck.Judge(s_flip, Before(), After(2), Appended, [s_told], new LedgerOpening(3, 0, 0, []), _tally);

        Found.Should().Be((0, 1));
    }

    [Fact]
    public void Judge_AnotherPayloadRead_IsLost()
    {
        Dictionary<long, byte[]> after = After(2);
        after[3] = [9];
        FlipCheck.Judge(s_flip, Before(), after, Appended, [s_told], new LedgerOpening(3, 0, 0, [s_told]), _tally);

        Found.Should().Be((1, 0));
    }

    [Fact]
    public void Judge_HeaderHitAndNotTold_BreaksAPromise()
    {
        Judge(new BitFlip(1, 20, 0, Lost: 0, IsHeader: true), [], []);

        Found.Should().Be((0, 1));
    }

    [Fact]
    public void Judge_NextRecordNotTaken_BreaksAPromise()
    {
        Dictionary<long, byte[]> after = After(2);
        after.Remove(Appended.Sequence);
        FlipCheck.Judge(s_flip, Before(), after, Appended, [s_told], new LedgerOpening(3, 0, 0, [s_told]), _tally);

        Found.Should().Be((0, 1));
    }

    private static LedgerAppend Appended => new(5, EventId.Create(1, 1), LedgerAppendStatus.Appended);

    private (int Lost, int Wrong) Found => (_tally.Lost, _tally.Wrong);

    private void Judge(BitFlip flip, long[] lost, params LedgerDamage[] damages) =>
        FlipCheck.Judge(flip, Before(), After(lost), Appended, [.. damages], new LedgerOpening(3, 0, 0, damages), _tally);

    private static Dictionary<long, byte[]> Before() => Enumerable.Range(1, 4).ToDictionary(static s => (long)s, static s => new byte[] { (byte)s });

    /// <summary>What is left, and the record behind it.</summary>
    private static Dictionary<long, byte[]> After(params long[] lost)
    {
        Dictionary<long, byte[]> records = Before();
        records.Add(Appended.Sequence, [5]);
        foreach (long sequence in lost)
        {
            records.Remove(sequence);
        }

        return records;
    }
}
