namespace CodeGen.Runtime.Costs;

/// <summary>Where sums begin, and whether those of a database are sums of a ledger.</summary>
internal static class RollupBeginning
{
    /// <summary>Nothing is summed yet: the next record is the oldest that the ledger still has.</summary>
    public static RollupState Of(RollupStore store)
    {
        LedgerLog log = store.Log;
        SegmentHeader? oldest = Oldest(log);
        long first = Math.Max(1, oldest?.FirstSequence ?? 1);
        RollupFloors floors = default(RollupFloors).At(store.Time.GetUtcNow(), store.Options, new RollupCalendar(store.Options.BillingZone));
        return new RollupState(log.Node, first, null, store.Options.BillingZone, first, first > 1 ? oldest!.Value.CreatedTicks : 0, 0, floors);
    }

    /// <summary>Goes on behind sums that were carried over. Where records behind them are gone, too, the sums lack them, and say so.</summary>
    public static RollupState After(LedgerLog log, RollupState carried) => Oldest(log) is { } oldest && oldest.FirstSequence > carried.Next
        ? carried with { Next = oldest.FirstSequence, LastEvent = null, First = oldest.FirstSequence, UnseenUntil = oldest.CreatedTicks }
        : carried;

    /// <summary>Whether the last record that was summed is still the same one. Where it was deleted since, or is damaged, the sums are all there is of it.</summary>
    public static bool IsOf(LedgerLog log, RollupState state)
    {
        if (state.Next > log.LastSequence + 1)
        {
            return false;
        }

        if (state.LastEvent is not { } last)
        {
            return true;
        }

        using LedgerReader reader = log.Read(state.Next - 1);
        return reader.Read() != ReadOutcome.Record || reader.Current.Sequence != state.Next - 1 || reader.Current.Id.ToGuid() == last;
    }

    private static SegmentHeader? Oldest(LedgerLog log) => SegmentName.List(log.Directory) is [long number, ..] ? SegmentPrologue.Read(log.Directory, number).Header : null;
}
