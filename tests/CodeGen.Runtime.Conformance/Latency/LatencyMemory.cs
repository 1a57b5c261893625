namespace CodeGen.Runtime.Conformance.Latency;

/// <summary>What the invalidating and the watching process share: for each key its state, and when it was last seen to be gone.</summary>
internal sealed class LatencyMemory(SharedMemory memory) : IDisposable
{
    public const int Keys = 512;
    public const long Cold = 0;
    public const long Warm = 1;
    public const long Pending = 2;

    public string Path => memory.Path;

    public static LatencyMemory Create() => new(SharedMemory.Create(2 * Keys));

    public static LatencyMemory Open(string path) => new(SharedMemory.Open(path));

    public long State(int key) => memory.Read(key);

    public void SetState(int key, long state) => memory.Write(key, state);

    public long GoneAt(int key) => memory.Read(Keys + key);

    public void SetGoneAt(int key, long at) => memory.Write(Keys + key, at);

    public void Dispose() => memory.Dispose();
}
