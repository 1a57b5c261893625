using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// A mapped segment that takes records. Not thread-safe: appends are called under the log's lock; <see cref="Sync"/>, <see cref="Unmap"/> and disposal under its flush lock, the
/// latter two when no append can come any more.
/// </summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SafeMemoryMappedViewHandle _memory;
    private readonly uint _seed;
    private nint _address;
    private int _length;

    private SegmentWriter(string path, SegmentHeader header, int offset)
    {
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            _map = MemoryMappedFile.CreateFromFile(_file, mapName: null, header.Capacity, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
            _view = _map.CreateViewAccessor(0, header.Capacity, MemoryMappedFileAccess.ReadWrite);
            _memory = _view.SafeMemoryMappedViewHandle;
            bool isHeld = false;
            _memory.DangerousAddRef(ref isHeld);
            (_address, _length) = (_memory.DangerousGetHandle() + (nint)_view.PointerOffset, header.Capacity);
        }
        catch
        {
            _map?.Dispose();
            _file.Dispose();
            throw;
        }

        (_seed, Header, Offset) = (header.Seed, header, offset);
    }

    public SegmentHeader Header { get; }

    /// <summary>Where the next record goes; what lies before it is published.</summary>
    public int Offset { get; private set; }

    /// <summary>Goes on in a segment that was read to its end.</summary>
    public static SegmentWriter Resume(string directory, SegmentHeader header, int offset) => new(SegmentName.PathOf(directory, header.Number), header, offset);

    /// <summary>
    /// Makes a prepared file the segment: both headers, which are brought to the disk, then its name, so that a file of that name always has them, also after a power failure.
    /// </summary>
    public static SegmentWriter Start(string prepared, string directory, SegmentHeader header)
    {
        var writer = new SegmentWriter(prepared, header, SegmentHeader.Bytes);
        try
        {
            header.Write(writer.Mapped);
            header.Write(writer.Mapped[header.DataEnd..]);
            writer.Sync();
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
        Span<byte> place = Mapped.Slice(Offset, record.Extent);
        record.WriteBody(place, _seed);
        payload.CopyTo(place[RecordHeader.Bytes..]);
        uint word = record.CommitWord;
        Volatile.Write(ref MemoryMarshal.AsRef<uint>(place), BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        Offset += record.Extent;
    }

    /// <summary>Cuts what lies behind the last record.</summary>
    public void Clear(int bytes) => Mapped.Slice(Offset, bytes).Clear();

    /// <summary>Brings everything written so far to the disk.</summary>
    public void Sync()
    {
        // Linux knows of stores through a mapping and fsync takes them along; elsewhere the view must be pushed first (msync(2), FlushViewOfFile).
        if (!OperatingSystem.IsLinux() && !_memory.IsClosed)
        {
            _view.Flush();
        }

        RandomAccess.FlushToDisk(_file);
    }

    /// <summary>
    /// Lets go of the mapping of a segment that is full; <see cref="Sync"/> still works. A flush of mapped pages has to interrupt every processor for each of them, which stops
    /// appends to the next segment some microseconds 16,384 times; without a mapping there is nothing to interrupt. The pages stay the file's.
    /// </summary>
    public void Unmap()
    {
        if (!OperatingSystem.IsLinux())
        {
            _view.Flush();
        }

        // Not the view, whose disposal would flush while it is mapped.
        Release();
    }

    public void Dispose()
    {
        Release();
        _view.Dispose();
        _map.Dispose();
        _file.Dispose();
    }

    /// <summary>The whole segment; empty when it is no longer mapped. Its address is looked up once: to hold the handle for each store would take as long as the stores.</summary>
    private Span<byte> Mapped => MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), _address), _length);

    private void Release()
    {
        if (_length > 0)
        {
            _length = 0;
            _memory.DangerousRelease();
            _memory.Dispose();
        }
    }
}
