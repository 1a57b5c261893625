namespace CodeGen.Runtime.Contracts;

/// <summary>What came of a case.</summary>
internal enum Verdict
{
    /// <summary>The subject does what the contract asks.</summary>
    Passed,

    /// <summary>It does not.</summary>
    Failed,

    /// <summary>It has no such feature.</summary>
    NotOffered,
}
