namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>A value that tells what was true when it was made.</summary>
/// <param name="Key">The number of its key.</param>
/// <param name="Set">0 for a factory's value; else which explicit Set wrote it.</param>
/// <param name="Seen">For a factory's value: the versions of the key's groups, read when the factory began.</param>
/// <param name="Padding">Makes values of many sizes, so that some travel inside their records and some are compressed.</param>
internal sealed record CheckedValue(int Key, long Set, long[] Seen, string Padding);
