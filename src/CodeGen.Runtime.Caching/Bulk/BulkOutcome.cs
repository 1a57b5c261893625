namespace CodeGen.Runtime.Caching;

/// <summary>What became of one key of a bulk write.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="Exception">What went wrong for this key; <see langword="null"/> when nothing did.</param>
public readonly record struct BulkOutcome<TKey>(TKey Key, Exception? Exception)
{
    /// <summary>Whether it was done and told to all nodes.</summary>
    public bool Succeeded => Exception is null;
}
