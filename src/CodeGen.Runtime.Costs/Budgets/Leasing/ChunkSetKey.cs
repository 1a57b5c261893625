namespace CodeGen.Runtime.Costs;

/// <summary>Which budgets a call concerns, and in which currency it is estimated: two bytes a budget, the first eight.</summary>
internal readonly record struct ChunkSetKey(UInt128 Budgets, Currency Currency)
{
    /// <summary>The key of a hold; false where it cannot have one, because there are very many budgets.</summary>
    public static bool TryOf(HoldRecord hold, out ChunkSetKey key)
    {
        UInt128 budgets = 0;
        foreach (ref HoldShare share in hold.Shares.AsSpan())
        {
            int place = share.Scope.Index + 1;
            if (place is <= 0 or > ushort.MaxValue)
            {
                key = default;
                return false;
            }

            budgets = (budgets << 16) | (uint)place;
        }

        key = new ChunkSetKey(budgets, hold.Estimate.Currency);
        return true;
    }
}
