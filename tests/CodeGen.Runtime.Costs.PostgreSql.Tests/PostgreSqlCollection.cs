using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace CodeGen.Runtime.Costs.PostgreSql.Tests;

[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711", Justification = "What xunit calls it.")]
public sealed class PostgreSqlCollection : ICollectionFixture<PostgreSqlFixture>
{
    public const string Name = "postgresql";
}
