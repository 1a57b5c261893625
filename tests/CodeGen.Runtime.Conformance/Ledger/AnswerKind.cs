namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>What a ledger answered to a delivery.</summary>
internal enum AnswerKind
{
    /// <summary>It was new.</summary>
    Appended = 'A',

    /// <summary>It was there.</summary>
    Repeated = 'R',

    /// <summary>Its id was there with something else.</summary>
    Conflict = 'C',

    /// <summary>There was no room.</summary>
    Refused = 'F',

    /// <summary>It was taken without knowing whether it was there: never, for ids of these times.</summary>
    Unremembered = 'U',
}
