using CodeGen.Runtime.TestKit;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests;

/// <summary>One server of each kind for all the suites in the collection; each test has a namespace of its own.</summary>
[CollectionDefinition(Name)]
public sealed class ServersCollection : ICollectionFixture<ServersFixture>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "servers";
}
