namespace CodeGen.Runtime.Caching;

/// <summary>What became of a write to the shared tier.</summary>
internal enum WriteOutcome
{
    Written = 0,

    /// <summary>Another value was written since.</summary>
    Overtaken = 1,

    /// <summary>The writer was away longer than the longest factory.</summary>
    TooLate = 2,

    /// <summary>Another node took the flight over.</summary>
    Fenced = 3,
}
