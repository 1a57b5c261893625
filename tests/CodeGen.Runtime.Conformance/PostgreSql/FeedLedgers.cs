namespace CodeGen.Runtime.Conformance.PostgreSql;

/// <summary>The directories of the nodes' ledgers; they go when it is disposed.</summary>
internal sealed class FeedLedgers(int count) : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("codegen-conformance-");

    public int Count => count;

    public long Began { get; } = DateTimeOffset.UtcNow.UtcTicks;

    public string Of(int node) => Path.Combine(_root.FullName, $"node{node}");

    public void Dispose() => _root.Delete(recursive: true);
}
