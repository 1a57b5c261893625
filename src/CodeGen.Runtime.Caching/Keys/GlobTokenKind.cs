namespace CodeGen.Runtime.Caching;

/// <summary>What a <see cref="GlobToken"/> matches.</summary>
internal enum GlobTokenKind : byte
{
    /// <summary>The one character.</summary>
    Literal,

    /// <summary>Any one character.</summary>
    Any,

    /// <summary>Any number of characters.</summary>
    Run,

    /// <summary>One character of a class.</summary>
    Class,

    /// <summary>One character outside a class.</summary>
    NotClass,
}
