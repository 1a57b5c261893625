namespace CodeGen.Runtime.Caching;

/// <summary>What the text of a <see cref="CacheScope"/> means.</summary>
public enum CacheScopeKind
{
    /// <summary>Whole leading segments of a key text, such as <c>code_gen:p42:</c>.</summary>
    Prefix,

    /// <summary>One placeholder of a typed key fixed to a value, such as <c>code_gen:*:a.cs:*</c>.</summary>
    Dimension,

    /// <summary>A tag that entries were stored with.</summary>
    Tag,

    /// <summary>A region by its name.</summary>
    Region,

    /// <summary>The whole cache.</summary>
    All,

    /// <summary>A glob over key texts; see <see cref="CachePattern"/>.</summary>
    Pattern,
}
