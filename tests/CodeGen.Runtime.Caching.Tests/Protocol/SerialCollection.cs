using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>Tests that need the thread pool to themselves: they run when all others have ended, one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SerialCollection
{
    /// <summary>The collection's name.</summary>
    public const string Name = "alone";
}
