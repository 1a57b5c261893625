using CodeGen.Runtime.TestKit;
using Xunit;

namespace CodeGen.Runtime.Coordination.Tests;

/// <summary>One server of each kind for all the suites in the collection.</summary>
[CollectionDefinition(Name)]
public sealed class ServersCollection : ICollectionFixture<ServersFixture>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "servers";
}
