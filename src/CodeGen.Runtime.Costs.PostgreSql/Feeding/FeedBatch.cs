namespace CodeGen.Runtime.Costs;

/// <summary>What goes in one transaction: the records of a stretch of the ledger, and the places in it that cannot be read. Immutable.</summary>
/// <param name="After">The place before its first one: where the database's cursor stands.</param>
/// <param name="Through">Its last place. Records of other kinds lie in between, and may be all there is.</param>
/// <param name="LogEnd">Where the ledger ended when it was read.</param>
/// <param name="Records">The records.</param>
/// <param name="Problems">The places that cannot be read.</param>
internal sealed record FeedBatch(long After, long Through, long LogEnd, IReadOnlyList<CostRecord> Records, IReadOnlyList<LedgerProblem> Problems)
{
    public static FeedBatch Read(ICostLedger ledger, long after, int limit)
    {
        long end = ledger.LastSequence;
        CostLedgerPage page = ledger.ReadPage(after + 1, limit);
        long last = page.Records.Count == 0 ? end : Math.Max(end, page.Records[^1].Sequence);

        // A damaged end tells the highest number that may be lost in it, which the ledger has yet to give out.
        return new FeedBatch(after, Math.Max(after, Math.Min(page.Next - 1, last)), last, page.Records, page.Problems);
    }
}
