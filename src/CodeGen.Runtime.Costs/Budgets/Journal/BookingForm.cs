namespace CodeGen.Runtime.Costs;

/// <summary>By what way an amount came to be booked. The numbers are part of the journal's format.</summary>
internal enum BookingForm : byte
{
    /// <summary>The holder settled.</summary>
    Settled = 0,

    /// <summary>A settlement of a hold that was indeterminate or resolved; the hold is remembered for a while.</summary>
    SettledLate = 1,

    /// <summary>Somebody resolved an indeterminate hold; it is remembered for a late settlement.</summary>
    Resolved = 2,

    /// <summary>Without a hold.</summary>
    Charged = 3,

    /// <summary>What was settled of a chunk of a shared store; what was open in it lives on under its own names.</summary>
    Split = 4,
}
