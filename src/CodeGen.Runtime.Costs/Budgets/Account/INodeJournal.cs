namespace CodeGen.Runtime.Costs;

/// <summary>Where the account of a node is written down, so that it outlives its process. Called in order, one call at a time.</summary>
internal interface INodeJournal
{
    /// <summary>A hold of this node is in the store.</summary>
    void Reserved(HoldRecord hold);

    /// <summary>A hold is closed, or an amount was charged without one.</summary>
    void Booked(HoldRecord hold, IReadOnlyList<NodeBooking> changes);

    /// <summary>A hold was given back.</summary>
    void Released(HoldRecord hold);

    /// <summary>What was booked so far is somebody else's account from now on.</summary>
    void Forgotten();
}
