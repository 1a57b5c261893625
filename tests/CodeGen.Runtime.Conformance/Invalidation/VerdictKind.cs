namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>How a read stands to the truth.</summary>
internal enum VerdictKind
{
    /// <summary>No acknowledged invalidation lies between the value and the read.</summary>
    Fresh,

    /// <summary>One does, but the bound was not over.</summary>
    StaleWithinBound,

    /// <summary>One does, and the bound was over: the promise is broken.</summary>
    StaleBeyondBound,

    /// <summary>The value of a Set that was not acknowledged: what precedes it cannot be told.</summary>
    NotJudged,

    /// <summary>The value of another key.</summary>
    WrongKey,
}
