namespace CodeGen.Runtime.Costs;

/// <summary>What the shares of a hold say together.</summary>
internal static class HoldShares
{
    /// <summary>Whether one of them can be refused. What costs nothing cannot.</summary>
    public static bool ContainsEnforced(this Span<HoldShare> shares)
    {
        foreach (ref HoldShare share in shares)
        {
            if (share.Scope.IsEnforced && share.Amount > 0)
            {
                return true;
            }
        }

        return false;
    }
}
