namespace CodeGen.Runtime.Conformance.Stampede;

/// <summary>What the processes of a stampede share.</summary>
internal sealed class StampedeMemory(SharedMemory memory) : IDisposable
{
    private const int Nodes = 16;
    private const int NodeCells = 8;

    public string Path => memory.Path;

    public long FactoryCalls => memory.Read(0);

    public long FactoryEndedAt => memory.Read(1);

    public int Maker => (int)memory.Read(2);

    public static StampedeMemory Create() => new(SharedMemory.Create(Nodes * (NodeCells + 1)));

    public static StampedeMemory Open(string path) => new(SharedMemory.Open(path));

    public void CountFactory(int node)
    {
        memory.Add(0);
        memory.Write(2, node);
    }

    public void FactoryEnded() => memory.Write(1, Clock.Now);

    public void Served(int node, long first, long last, int right)
    {
        memory.Write(Node(node), first);
        memory.Write(Node(node) + 1, last);
        memory.Write(Node(node) + 2, right);
    }

    public (long First, long Last, int Right) ServedBy(int node) => (memory.Read(Node(node)), memory.Read(Node(node) + 1), (int)memory.Read(Node(node) + 2));

    public void Dispose() => memory.Dispose();

    private static long Node(int node) => Nodes + (node * NodeCells);
}
