namespace CodeGen.Runtime.TestKit.Faults;

/// <summary>What a rule does to the messages it takes.</summary>
internal enum MessageFate
{
    /// <summary>They never arrive.</summary>
    Drop,

    /// <summary>They arrive twice in a row.</summary>
    Duplicate,

    /// <summary>They wait for a release.</summary>
    Hold,

    /// <summary>They wait until the rule has taken its number, and then arrive in reverse order.</summary>
    Reorder,
}
