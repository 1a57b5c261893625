namespace CodeGen.Runtime.Caching;

/// <summary>A read of the shared tier under way.</summary>
/// <param name="Mark">How many invalidations without a sequence there were when it began.</param>
/// <param name="Result">What it comes back with; never fails.</param>
internal sealed record SharedLook<T>(long Mark, Task<SharedLookup<T>> Result);
