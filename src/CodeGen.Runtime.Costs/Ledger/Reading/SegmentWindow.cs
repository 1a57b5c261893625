using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// A file seen through a buffer. Reads are system calls and not loads from a mapping, so that a file that is cut short or a failing disk is an error and not the end of the
/// process. Not thread-safe.
/// </summary>
internal sealed class SegmentWindow : IDisposable
{
    private const int BufferBytes = 256 << 10;

    private readonly SafeFileHandle _file;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private long _start;
    private int _length;

    public SegmentWindow(string path)
    {
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        FileBytes = RandomAccess.GetLength(_file);
    }

    public long FileBytes { get; }

    /// <summary>Bytes of the file; fewer than asked for where the limit or the file ends before. They stay until the next call.</summary>
    public ReadOnlySpan<byte> Get(long offset, int bytes, long limit)
    {
        long end = Math.Min(FileBytes, limit);
        bytes = (int)Math.Clamp(end - offset, 0, bytes);
        if (offset < _start || offset + bytes > _start + _length)
        {
            Fill(offset, bytes, end);
            bytes = Math.Min(bytes, _length);
        }

        return _buffer.AsSpan((int)(offset - _start), bytes);
    }

    /// <summary>Forgets what was read: the next look is a new one.</summary>
    public void Drop() => _length = 0;

    public void Dispose()
    {
        _file.Dispose();
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private void Fill(long offset, int bytes, long end)
    {
        if (bytes > _buffer.Length)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(bytes);
        }

        int wanted = (int)Math.Min(_buffer.Length, end - offset);
        (_start, _length) = (offset, 0);
        while (_length < wanted)
        {
            int read = RandomAccess.Read(_file, _buffer.AsSpan(_length, wanted - _length), offset + _length);
            if (read == 0)
            {
                break;
            }

            _length += read;
        }
    }
}
