namespace CodeGen.Runtime.Costs;

/// <summary>Where a hold stands.</summary>
internal enum HoldState
{
    /// <summary>Not reserved yet.</summary>
    New,

    /// <summary>It holds its estimate; indeterminate when its lease is over or it was abandoned.</summary>
    Held,

    /// <summary>Somebody decided what it comes to, because its holder did not say.</summary>
    Resolved,

    /// <summary>It was given back.</summary>
    Released,

    /// <summary>Its holder said what it came to.</summary>
    Settled,
}
