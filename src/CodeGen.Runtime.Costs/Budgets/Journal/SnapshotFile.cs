using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// A snapshot of budgets as a file beside the ledger's segments: <c>budgets-</c> or, of a node's account in a shared store, <c>shared-budgets-</c>, the last record that it stands for, <c>.snapshot</c>. It is written under another name, brought to the disk and then
/// renamed, so that a file of that name is whole unless the disk lost something; checksums tell.
/// </summary>
internal sealed class SnapshotFile
{
    /// <summary>Of budgets in this process.</summary>
    public const string InProcess = "budgets-";

    /// <summary>Of this node's account in a shared store.</summary>
    public const string Shared = "shared-budgets-";

    private const string Suffix = ".snapshot";
    private const int CurrentVersion = 1;
    private const int VersionAt = 8;
    private const int NodeAt = 12;
    private const int SequenceAt = 28;
    private const int TakenAt = 36;
    private const int LengthAt = 44;
    private const int BodyCrcAt = 52;
    private const int CrcAt = 56;
    private const int HeaderBytes = 60;

    private SnapshotFile(long sequence, ReadOnlyMemory<byte> body) => (Sequence, Body) = (sequence, body);

    /// <summary>The last record that it stands for.</summary>
    public long Sequence { get; }

    public ReadOnlyMemory<byte> Body { get; }

    private static ReadOnlySpan<byte> Magic => "CGBUDGET"u8;

    public static string PathOf(string directory, long sequence, string prefix = InProcess) => Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{prefix}{sequence:D19}{Suffix}"));

    /// <summary>The paths of all there are, the newest first.</summary>
    public static IEnumerable<string> List(string directory, string prefix = InProcess) => Directory.GetFiles(directory, prefix + "*" + Suffix).Where(path => TrySequence(path, prefix, out _)).OrderDescending(StringComparer.Ordinal);

    /// <exception cref="IOException">No room.</exception>
    public static void Write(string directory, Guid node, long sequence, long takenTicks, ReadOnlySpan<byte> body, string prefix = InProcess)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[VersionAt..], CurrentVersion);
        node.TryWriteBytes(header[NodeAt..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64LittleEndian(header[SequenceAt..], sequence);
        BinaryPrimitives.WriteInt64LittleEndian(header[TakenAt..], takenTicks);
        BinaryPrimitives.WriteInt64LittleEndian(header[LengthAt..], body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[BodyCrcAt..], Crc32C.Of(body));
        BinaryPrimitives.WriteUInt32LittleEndian(header[CrcAt..], Crc32C.Of(header[..CrcAt]));

        // The log removes files of this ending when it is opened.
        string path = PathOf(directory, sequence, prefix);
        string unfinished = path + SegmentName.Unfinished;
        try
        {
            using (SafeFileHandle file = File.OpenHandle(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.None, HeaderBytes + body.Length))
            {
                RandomAccess.Write(file, header, 0);
                RandomAccess.Write(file, body, HeaderBytes);
                RandomAccess.FlushToDisk(file);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception e)
        {
            // What was begun would take room where there is too little already.
            File.Delete(unfinished);

            // A limit on file sizes (EFBIG) comes as an argument out of range.
            if (e is ArgumentOutOfRangeException)
            {
                throw new IOException($"A file of {HeaderBytes + body.Length:#,0} bytes is over a limit on file sizes.", e);
            }

            throw;
        }

        DirectorySync.Flush(directory);
    }

    /// <summary>Removes those that stand for less.</summary>
    public static void DeleteBefore(string directory, long sequence, string prefix = InProcess)
    {
        foreach (string path in List(directory, prefix))
        {
            if (TrySequence(path, prefix, out long older) && older < sequence)
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Reads a file, or says what is wrong with it.</summary>
    public static bool TryRead(string path, Guid node, long lastSequence, [NotNullWhen(true)] out SnapshotFile? file, [NotNullWhen(false)] out string? problem, string prefix = InProcess)
    {
        file = null;
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
            return false;
        }

        problem = ProblemOf(bytes, path, prefix, node, lastSequence);
        if (problem is not null)
        {
            return false;
        }

        file = new SnapshotFile(BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(SequenceAt)), bytes.AsMemory(HeaderBytes));
        return true;
    }

    private static string? ProblemOf(ReadOnlySpan<byte> bytes, string path, string prefix, Guid node, long lastSequence)
    {
        if (bytes.Length < HeaderBytes || !bytes.StartsWith(Magic) || BinaryPrimitives.ReadUInt32LittleEndian(bytes[CrcAt..]) != Crc32C.Of(bytes[..CrcAt]))
        {
            return "its header is not what was written.";
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(bytes[VersionAt..]);
        var writer = new Guid(bytes.Slice(NodeAt, 16), bigEndian: true);
        long sequence = BinaryPrimitives.ReadInt64LittleEndian(bytes[SequenceAt..]);
        return version > CurrentVersion ? $"it is of format version {version}, and this version of CodeGen.Runtime.Costs reads up to {CurrentVersion}."
            : BinaryPrimitives.ReadInt64LittleEndian(bytes[LengthAt..]) != bytes.Length - HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes[BodyCrcAt..]) != Crc32C.Of(bytes[HeaderBytes..]) ? "its content is not what was written."
            : writer != node ? $"it was written by node {writer} and this ledger is that of node {node}."
            : sequence > lastSequence ? $"it stands for records up to {sequence}, and the ledger ends with {lastSequence}: segments are missing."
            : !TrySequence(path, prefix, out long named) || named != sequence ? $"it stands for records up to {sequence}: the file was renamed."
            : null;
    }

    private static bool TrySequence(string path, string prefix, out long sequence)
    {
        sequence = 0;
        ReadOnlySpan<char> name = Path.GetFileName(path.AsSpan());
        return name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
            && long.TryParse(name[prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out sequence);
    }
}
