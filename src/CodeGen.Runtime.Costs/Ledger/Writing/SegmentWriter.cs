using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace CodeGen.Runtime.Costs;

/// <summary>A mapped segment that takes records. Not thread-safe: appends are called under the log's lock, <see cref="Sync"/> and disposal under its flush lock.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SafeMemoryMappedViewHandle _memory;
    private readonly uint _seed;

    private SegmentWriter(string path, SegmentHeader header, int offset)
    {
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            _map = MemoryMappedFile.CreateFromFile(_file, mapName: null, header.Capacity, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
            _view = _map.CreateViewAccessor(0, header.Capacity, MemoryMappedFileAccess.ReadWrite);
        }
        catch
        {
            _map?.Dispose();
            _file.Dispose();
            throw;
        }

        (_memory, _seed, Header, Offset) = (_view.SafeMemoryMappedViewHandle, header.Seed, header, offset);
    }

    public SegmentHeader Header { get; }

    /// <summary>Where the next record goes; what lies before it is published.</summary>
    public int Offset { get; private set; }

    /// <summary>Goes on in a segment that was read to its end.</summary>
    public static SegmentWriter Resume(string directory, SegmentHeader header, int offset) => new(SegmentName.PathOf(directory, header.Number), header, offset);

    /// <summary>Makes a prepared file the segment: both headers, then its name, so that a file of that name always has them.</summary>
    public static SegmentWriter Start(string prepared, string directory, SegmentHeader header)
    {
        var writer = new SegmentWriter(prepared, header, SegmentHeader.Bytes);
        try
        {
            Span<byte> bytes = stackalloc byte[SegmentHeader.Bytes];
            header.Write(bytes);
            writer._memory.WriteSpan<byte>(0, bytes);
            writer._memory.WriteSpan<byte>((ulong)header.DataEnd, bytes);
            File.Move(prepared, SegmentName.PathOf(directory, header.Number), overwrite: false);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    public bool HasRoom(int extent) => Offset + extent <= Header.DataEnd;

    /// <summary>
    /// Writes a record. Everything but the commit word comes first and the commit word last: a process that is killed in between leaves a place that begins with zero, and at the
    /// next start whatever follows it is cut.
    /// </summary>
    public void Append(in RecordHeader record, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[RecordHeader.Bytes];
        record.Write(header, _seed);
        ulong at = (ulong)Offset;
        _memory.WriteSpan<byte>(at + sizeof(uint), header[sizeof(uint)..]);
        if (!payload.IsEmpty)
        {
            _memory.WriteSpan(at + RecordHeader.Bytes, payload);
        }

        Volatile.WriteBarrier();
        _memory.Write(at, record.CommitWord);
        Offset += record.Extent;
    }

    /// <summary>Cuts what lies behind the last record.</summary>
    public void Clear(int bytes)
    {
        Span<byte> zeros = stackalloc byte[256];
        zeros.Clear();
        for (int done = 0; done < bytes; done += zeros.Length)
        {
            _memory.WriteSpan<byte>((ulong)(Offset + done), zeros[..Math.Min(zeros.Length, bytes - done)]);
        }
    }

    /// <summary>Brings everything written so far to the disk.</summary>
    public void Sync()
    {
        // Linux knows of stores through a mapping and fsync takes them along; elsewhere the view must be pushed first (msync(2), FlushViewOfFile).
        if (!OperatingSystem.IsLinux())
        {
            _view.Flush();
        }

        RandomAccess.FlushToDisk(_file);
    }

    public void Dispose()
    {
        _view.Dispose();
        _map.Dispose();
        _file.Dispose();
    }
}
