namespace CodeGen.Runtime.Costs;

/// <summary>How large a chunk should be: about what is asked for in its life, and never more than a part of the limit.</summary>
internal static class ChunkSizes
{
    /// <summary>A chunk holds at most so many times what one reservation takes.</summary>
    public const long Most = 65_536;

    /// <summary>A chunk is at most so many times as large as the one before.</summary>
    private const int Growth = 16;

    /// <summary>What is wanted at least: what is not needed comes back after the life of the chunk.</summary>
    private const int Least = 8;

    /// <summary>The most after nothing.</summary>
    private const int First = 64;

    /// <summary>The sizes that are asked for at once, as parts of the largest.</summary>
    private static readonly decimal[] s_parts = [1m, 0.25m, 0.0625m, 0.015625m, 0.00390625m, 0.0009765625m];

    private static readonly decimal[] s_standbyParts = [1m, 0.75m, 0.5m, 0.25m, 0.125m, 0.0625m];

    /// <summary>Amounts above this, 10²² units, are not multiplied.</summary>
    private static readonly Int128 s_largest = (Int128)10_000_000_000_000 * 1_000_000_000_000 * 1_000_000_000;

    /// <summary>A sum that ends where amounts are not multiplied any more.</summary>
    public static Int128 Add(Int128 sum, Int128 amount) => Int128.Min(s_largest, sum + Int128.Min(s_largest, amount));

    /// <summary>Multiples of a hold, descending; none where not even twice is sensible.</summary>
    /// <param name="hold">The hold.</param>
    /// <param name="demand">What was asked for lately.</param>
    /// <param name="elapsed">In which time.</param>
    /// <param name="life">The life of a chunk, in the same unit.</param>
    /// <param name="last">How much the chunk before had, or 0.</param>
    /// <param name="divisor">By what the limit is divided.</param>
    public static List<long> Of(HoldRecord hold, Int128 demand, long elapsed, long life, Int128 last, int divisor)
    {
        Int128 one = hold.Estimate.Picos;
        Int128 bound = Bound(hold, divisor);
        Int128 factor = Int128.Clamp(life / Math.Max(1, elapsed), 1, Growth);
        Int128 wanted = Int128.Max(Least, demand / one * factor * 5 / 4);
        Int128 allowed = last == 0 ? First : Int128.Max(First, last / one * Growth);
        return Ladder((long)Int128.Min(Int128.Min(wanted, allowed), bound), s_parts, least: 2);
    }

    /// <summary>Multiples for a chunk that is to hold all that it may.</summary>
    public static List<long> Standby(HoldRecord hold, decimal share, Func<BudgetScope, Int128> taken)
    {
        Int128 bound = Bound(hold, 1);
        foreach (ref HoldShare part in hold.Shares.AsSpan())
        {
            if (part.Scope.IsEnforced && part.Amount > 0)
            {
                Int128 whole = part.Scope.Limit / 1_000_000 * (Int128)(share * 1_000_000m);
                bound = Int128.Min(bound, Int128.Max(0, whole - taken(part.Scope)) / part.Amount);
            }
        }

        return Ladder((long)bound, s_standbyParts, least: 1);
    }

    private static Int128 Bound(HoldRecord hold, int divisor)
    {
        Int128 bound = Int128.Min(Most, s_largest / hold.Estimate.Picos);
        foreach (ref HoldShare share in hold.Shares.AsSpan())
        {
            if (share.Amount > 0)
            {
                bound = Int128.Min(bound, (share.Scope.IsEnforced ? share.Scope.Limit / divisor : s_largest) / share.Amount);
            }
        }

        return bound;
    }

    private static List<long> Ladder(long largest, ReadOnlySpan<decimal> parts, long least)
    {
        var sizes = new List<long>(parts.Length);
        foreach (decimal part in parts)
        {
            long size = (long)(largest * part);
            if (size >= least && (sizes.Count == 0 || size < sizes[^1]))
            {
                sizes.Add(size);
            }
        }

        return sizes;
    }
}
