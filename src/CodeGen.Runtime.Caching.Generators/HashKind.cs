namespace CodeGen.Runtime.Caching.Generators;

/// <summary>Which part of a property's value goes into the hash.</summary>
internal enum HashKind
{
    /// <summary>The string itself.</summary>
    Text,

    /// <summary>All 64 bits of an integer.</summary>
    Integer,

    /// <summary>All 128 bits of a Guid.</summary>
    Guid,

    /// <summary>What GetHashCode of the value says.</summary>
    Other,
}
