namespace CodeGen.Runtime.Costs;

/// <summary>Prepares the file of the next segment before it is needed, on a thread of the pool: writing 64 MiB of zeros takes some 50 ms that no append should wait for. Thread-safe.</summary>
internal sealed class SegmentSpare(string directory, int bytes) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private string? _ready;
    private long _made;
    private bool _isClosed;

    /// <summary>A prepared file, made now where none is ready.</summary>
    /// <exception cref="IOException">No room.</exception>
    public string Take()
    {
        lock (_gate)
        {
            string path = _ready ?? Prepare();
            _ready = null;
            return path;
        }
    }

    /// <summary>Takes back a file that was not used.</summary>
    public void GiveBack(string path)
    {
        lock (_gate)
        {
            _ready = path;
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            if (_ready is not null)
            {
                File.Delete(_ready);
            }
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        lock (_gate)
        {
            if (_ready is not null || _isClosed)
            {
                return;
            }

            try
            {
                _ready = Prepare();
            }
            catch (Exception)
            {
                // Whoever needs the file tries again, and is told; here it would end the process.
            }
        }
    }

    private string Prepare()
    {
        string path = Path.Combine(directory, $"{++_made}{SegmentName.Unfinished}");
        SegmentFile.Prepare(path, bytes);
        return path;
    }
}
