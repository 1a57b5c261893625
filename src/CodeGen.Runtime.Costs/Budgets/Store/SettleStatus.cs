namespace CodeGen.Runtime.Costs;

/// <summary>How a settlement ended.</summary>
internal enum SettleStatus
{
    /// <summary>It is booked.</summary>
    Booked,

    /// <summary>The same was booked before; nothing was done.</summary>
    Repeated,

    /// <summary>Something else was booked before; nothing was done.</summary>
    Conflict,

    /// <summary>The hold is not in a state for it; nothing was done.</summary>
    NotPossible,

    /// <summary>It was done before, which the account has not heard of, and somebody's word has taken its place since.</summary>
    Replaced,
}
