using CodeGen.Runtime.Conformance.Invalidation;

namespace CodeGen.Runtime.Conformance.Outage;

/// <summary>What the processes of an outage share: the truth, and where in the run they are.</summary>
internal sealed class OutageMemory : IDisposable
{
    public const int Before = 0;
    public const int During = 1;
    public const int After = 2;
    private const long TruthStart = 16;
    private readonly SharedMemory _memory;

    private OutageMemory(SharedMemory memory)
    {
        _memory = memory;
        Truth = new Truth(memory, TruthStart, KeySpace.GroupCount);
    }

    public string Path => _memory.Path;

    public Truth Truth { get; }

    public int Phase
    {
        get => (int)_memory.Read(0);
        set => _memory.Write(0, value);
    }

    /// <summary>When the server could be reached again.</summary>
    public long RestoredAt
    {
        get => _memory.Read(1);
        set => _memory.Write(1, value);
    }

    /// <summary>Invalidations that the other node had acknowledged during the outage.</summary>
    public long InvalidatedMeanwhile => _memory.Read(2);

    public static OutageMemory Create() => new(SharedMemory.Create(TruthStart + Truth.CellsFor(KeySpace.GroupCount)));

    public static OutageMemory Open(string path) => new(SharedMemory.Open(path));

    public void CountInvalidated() => _memory.Add(2);

    public void Dispose() => _memory.Dispose();
}
