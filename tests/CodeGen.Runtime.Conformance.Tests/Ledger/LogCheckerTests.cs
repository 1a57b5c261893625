using CodeGen.Runtime.Conformance.Ledger;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Tests.Ledger;

/// <summary>The checker against ledgers that broke their promises: each is reported, and a good one is not.</summary>
public sealed class LogCheckerTests : IDisposable
{
    private const int Hit = 20;
    private readonly TortureLedger _ledger = new();

    public void Dispose() => _ledger.Dispose();

    [Fact]
    public void Check_AsAcknowledged_FindsNothing() => _ledger.Check(_ledger.Entries()).Should().Be((0, 0, 0));

    [Fact]
    public void Check_RecordDropped_IsLostAndSoIsTheOrder()
    {
        List<LedgerEntry> entries = _ledger.Entries();
        entries.RemoveAt(Hit);

        _ledger.Check(entries).Should().Be((2, 0, 0));
    }

    [Fact]
    public void Check_LastRecordDropped_IsLost() => _ledger.Check(_ledger.Entries().SkipLast(1)).Should().Be((1, 0, 0));

    [Fact]
    public void Check_FirstRecordDropped_IsLost() => _ledger.Check(_ledger.Entries().Skip(1)).Should().Be((1, 0, 0));

    [Fact]
    public void Check_SameEventUnderAnotherSequence_IsDoubled()
    {
        List<LedgerEntry> entries = _ledger.Entries();
        entries.Add(new(entries[Hit].Record! with { Sequence = TortureLedger.Events + 1 }, null));

        _ledger.Check(entries).Should().Be((0, 1, 1));
    }

    [Fact]
    public void Check_PayloadGarbled_IsLost()
    {
        List<LedgerEntry> entries = _ledger.Entries();
        byte[] payload = entries[Hit].Record!.Payload.ToArray();
        payload[payload.Length / 2] ^= 1;
        entries[Hit] = new(entries[Hit].Record! with { Payload = payload }, null);

        _ledger.Check(entries).Lost.Should().BeGreaterThan(0);
    }

    [Fact]
    public void Check_IdOfNoEvent_IsLost()
    {
        List<LedgerEntry> entries = _ledger.Entries();
        entries[Hit] = new(entries[Hit].Record! with { Id = EventId.Create(1, 2) }, null);

        _ledger.Check(entries).Lost.Should().BeGreaterThan(0);
    }

    [Fact]
    public void Check_AnotherVariantThanAcknowledged_BreaksAPromise()
    {
        List<LedgerEntry> entries = _ledger.Entries();
        long number = TortureEvents.NumberOf(0, Hit);
        entries[Hit] = new(entries[Hit].Record! with { Payload = _ledger.Source.PayloadOf(number, 1) }, null);

        _ledger.Check(entries).Should().Be((0, 0, 1));
    }

    [Fact]
    public void Check_UnderAnotherSequenceThanAcknowledged_BreaksAPromise()
    {
        List<LedgerEntry> entries = _ledger.Entries();
        (entries[Hit], entries[Hit + 1]) =
            (new(entries[Hit + 1].Record! with { Sequence = Hit + 1 }, null), new(entries[Hit].Record! with { Sequence = Hit + 2 }, null));

        _ledger.Check(entries).Should().Be((0, 0, 2));
    }

    [Fact]
    public void Check_RefusedAndKept_BreaksAPromise()
    {
        List<LedgerEntry> entries = _ledger.Entries();
        long number = TortureEvents.NumberOf(0, TortureLedger.Events);
        _ledger.Truth.Add(new Answer(AnswerKind.Refused, number, 0, 0));
        entries.Add(new(
            entries[^1].Record! with
            {
                Sequence = TortureLedger.Events + 1,
                Id = _ledger.Source.IdOf(number),
                Kind = TortureEvents.KindOf(number, 0),
                Payload = _ledger.Source.PayloadOf(number, 0),
            },
            null));

        _ledger.Check(entries).Should().Be((0, 0, 1));
    }

    [Fact]
    public void Check_BitFlippedBehindItsBack_IsLostAndTheDamageHasNoCause()
    {
        Flip();

        _ledger.Check(_ledger.Entries()).Should().Be((1, 0, 1));
    }

    [Fact]
    public void Check_BitFlippedOnPurpose_FindsNothing()
    {
        BitFlip flip = Flip();
        _ledger.Injections.Add(flip.Injection);
        _ledger.Truth.Lose(flip.Lost);

        _ledger.Check(_ledger.Entries()).Should().Be((0, 0, 0));
    }

    [Fact]
    public void Check_MoreLostThanTheDamageTells_IsLost()
    {
        BitFlip flip = Flip();
        _ledger.Injections.Add(flip.Injection);
        _ledger.Truth.Lose(flip.Lost);
        List<LedgerEntry> entries = _ledger.Entries();
        entries.RemoveAt((int)flip.Lost - 2);

        // The event, and the gap before what is told.
        _ledger.Check(entries).Should().Be((2, 0, 0));
    }

    private BitFlip Flip()
    {
        SegmentPlaces first = SegmentPlaces.ReadAll(_ledger.Path)[0];
        RecordPlace record = first.Records[3];
        var flip = new BitFlip(first.Number, record.Offset + 40, 3, record.Sequence, IsHeader: false);
        flip.Apply(_ledger.Path);
        return flip;
    }
}
