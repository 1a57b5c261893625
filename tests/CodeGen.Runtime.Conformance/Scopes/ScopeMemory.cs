namespace CodeGen.Runtime.Conformance.Scopes;

/// <summary>What the processes of a scope run tell each other.</summary>
internal sealed class ScopeMemory(SharedMemory memory) : IDisposable
{
    public string Path => memory.Path;

    /// <summary>How many values were filled in so far.</summary>
    public long Filled => memory.Read(0);

    public static ScopeMemory Create() => new(SharedMemory.Create(16));

    public static ScopeMemory Open(string path) => new(SharedMemory.Open(path));

    public void CountFilled() => memory.Add(0);

    /// <summary>The invalidation's call: from, to.</summary>
    public (long Start, long End) Call
    {
        get => (memory.Read(1), memory.Read(2));
        set
        {
            memory.Write(1, value.Start);
            memory.Write(2, value.End);
        }
    }

    /// <summary>When a node's memory stopped serving a value of the scope.</summary>
    public long GoneAt(int node) => memory.Read(4 + node);

    public void SetGoneAt(int node, long at) => memory.Write(4 + node, at);

    public void Dispose() => memory.Dispose();
}
