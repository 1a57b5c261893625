namespace CodeGen.Runtime.Costs;

/// <summary>What a step of reading came to.</summary>
internal enum ReadOutcome
{
    /// <summary>There is nothing more, or nothing more yet.</summary>
    End,

    /// <summary>A record.</summary>
    Record,

    /// <summary>A damaged place; the next step goes on behind it.</summary>
    Damage,
}
