using System.IO.MemoryMappedFiles;

namespace CodeGen.Runtime.Conformance;

/// <summary>
/// 64-bit cells that several processes see, in a mapped file: what no cache and no server can lose. Cells start at 0; a process that is killed leaves its writes behind. Thread-safe as far as
/// its users go through <see cref="Volatile"/> and <see cref="Interlocked"/>.
/// </summary>
internal sealed unsafe class SharedMemory : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long* _cells;
    private readonly bool _owner;
    private readonly long _length;

    private SharedMemory(string path, MemoryMappedFile file, long length, bool owner)
    {
        Path = path;
        _file = file;
        _owner = owner;
        _length = length;
        _view = file.CreateViewAccessor();
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _cells = (long*)start;
    }

    public string Path { get; }

    /// <summary>One cell.</summary>
    public ref long this[long index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)_length, nameof(index));
            return ref _cells[index];
        }
    }

    /// <summary>Makes the memory; its file goes when this is disposed.</summary>
    public static SharedMemory Create(long cells)
    {
        // In memory where the system has such a folder, so that nothing waits for a disk.
        string folder = Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath();
        string path = System.IO.Path.Combine(folder, $"conformance-{Guid.NewGuid():N}");
        return new SharedMemory(path, MemoryMappedFile.CreateFromFile(path, FileMode.CreateNew, null, cells * sizeof(long)), cells, owner: true);
    }

    /// <summary>Opens the memory of another process.</summary>
    public static SharedMemory Open(string path) =>
        new(path, MemoryMappedFile.CreateFromFile(path, FileMode.Open), new FileInfo(path).Length / sizeof(long), owner: false);

    public long Read(long index) => Volatile.Read(ref this[index]);

    public void Write(long index, long value) => Volatile.Write(ref this[index], value);

    public long Add(long index, long value = 1) => Interlocked.Add(ref this[index], value);

    /// <summary>Raises a cell to a value, never lowers it.</summary>
    public void Raise(long index, long value)
    {
        ref long cell = ref this[index];
        long known = Volatile.Read(ref cell);
        while (known < value)
        {
            long seen = Interlocked.CompareExchange(ref cell, value, known);
            if (seen == known)
            {
                return;
            }

            known = seen;
        }
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
        if (_owner)
        {
            File.Delete(Path);
        }
    }
}
