namespace CodeGen.Runtime.Caching;

/// <summary>What a Set is to do, whatever its value.</summary>
/// <param name="Key">The key, named.</param>
/// <param name="Life">How long the value lives.</param>
/// <param name="Cost">What it cost to make.</param>
/// <param name="Tags">Its tags.</param>
internal readonly record struct SetTerms(EntryKey Key, EntryLife Life, decimal Cost, string[] Tags);
