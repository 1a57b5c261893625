namespace CodeGen.Runtime.IntegrationTests;

/// <summary>Every way to make an entry invalid.</summary>
public enum Doom
{
    /// <summary>Its key is removed.</summary>
    Remove,

    /// <summary>Another value is set under its key.</summary>
    Set,

    /// <summary>A prefix of its key is invalidated.</summary>
    Prefix,

    /// <summary>A single part of its key is invalidated.</summary>
    Dimension,

    /// <summary>A tag of it is invalidated.</summary>
    Tag,

    /// <summary>Its region is invalidated.</summary>
    Region,

    /// <summary>A pattern that matches its key is invalidated.</summary>
    Pattern,

    /// <summary>Everything is invalidated.</summary>
    Clear,
}
