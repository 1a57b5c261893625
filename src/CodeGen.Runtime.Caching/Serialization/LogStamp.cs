namespace CodeGen.Runtime.Caching;

/// <summary>
/// A position in the invalidation log: what a node had applied before it began to make a value. Positions of different epochs cannot be compared.
/// </summary>
/// <param name="Epoch">Which life of the log; another epoch means that nothing is known about the value.</param>
/// <param name="Sequence">The last record of that epoch that had been applied.</param>
internal readonly record struct LogStamp(ulong Epoch, long Sequence);
