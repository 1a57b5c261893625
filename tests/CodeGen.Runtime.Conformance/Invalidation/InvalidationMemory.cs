namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>Truth and tallies of a run.</summary>
internal sealed class InvalidationMemory : IDisposable
{
    public const int MostNodes = 16;
    private const int TallyCells = 64;
    private const long TruthStart = 64 + (MostNodes * TallyCells);
    private readonly SharedMemory _memory;

    private InvalidationMemory(SharedMemory memory)
    {
        _memory = memory;
        Truth = new Truth(memory, TruthStart, KeySpace.GroupCount);
    }

    public string Path => _memory.Path;

    public Truth Truth { get; }

    public static InvalidationMemory Create() => new(SharedMemory.Create(TruthStart + Truth.CellsFor(KeySpace.GroupCount)));

    public static InvalidationMemory Open(string path) => new(SharedMemory.Open(path));

    public void Count(int node, Tally tally) => _memory.Add(Cell(node, tally));

    public void Raise(int node, Tally tally, long value) => _memory.Raise(Cell(node, tally), value);

    public void Write(int node, Tally tally, long value) => _memory.Write(Cell(node, tally), value);

    public long Read(int node, Tally tally) => _memory.Read(Cell(node, tally));

    public long Sum(Tally tally) => Enumerable.Range(0, MostNodes).Sum(n => Read(n, tally));

    public long Max(Tally tally) => Enumerable.Range(0, MostNodes).Max(n => Read(n, tally));

    public void Dispose() => _memory.Dispose();

    private static long Cell(int node, Tally tally) => 64 + (node * TallyCells) + (int)tally;
}
