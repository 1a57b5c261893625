namespace CodeGen.Runtime.Costs;

/// <summary>What kind of offer machines are had by.</summary>
public enum MachineOfferKind
{
    /// <summary>Machines that may be taken away at short notice, and what they were doing is done again.</summary>
    Spot,

    /// <summary>So many machines that are paid for in every hour, whether they are used or not.</summary>
    Reserved,

    /// <summary>Machines of another type: another instance type, another GPU.</summary>
    Instance,

    /// <summary>Machines in another place.</summary>
    Region,
}
