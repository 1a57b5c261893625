using Microsoft.Win32.SafeHandles;

namespace CodeGen.Runtime.Costs;

/// <summary>Makes the files of segments.</summary>
internal static class SegmentFile
{
    /// <summary>
    /// The page cache keeps a file in pieces as large as it was written in, and a store through a mapping makes a whole piece one that the next flush writes: with 1 MiB a flush of
    /// a few records took twice as long, with 4 KiB the first stores into a segment took four times as long.
    /// </summary>
    private const int ChunkBytes = 64 << 10;

    /// <summary>
    /// Makes a file of zeros under an unfinished name. The zeros are written, not only reserved: a store into a mapped page that the disk then has no room for would kill the
    /// process, and a file system that cannot reserve must fail here; it also makes the first store into each page several times cheaper.
    /// </summary>
    /// <exception cref="IOException">No room, or a limit on file sizes; nothing is left behind.</exception>
    public static void Prepare(string path, int bytes)
    {
        try
        {
            // Reserving first finds out at once that there is no room, before the disk is filled to its brim.
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileOptions.None, preallocationSize: bytes);
            byte[] zeros = new byte[Math.Min(bytes, ChunkBytes)];
            for (long at = 0; at < bytes; at += zeros.Length)
            {
                RandomAccess.Write(file, zeros.AsSpan(0, (int)Math.Min(zeros.Length, bytes - at)), at);
            }

            RandomAccess.FlushToDisk(file);
        }
        catch (Exception e)
        {
            File.Delete(path);

            // A limit on file sizes (EFBIG) comes as an argument out of range.
            if (e is ArgumentOutOfRangeException)
            {
                throw new IOException($"A file of {bytes:#,0} bytes is over a limit on file sizes.", e);
            }

            throw;
        }
    }

    /// <summary>
    /// Brings segments and their names to the disk. A writer that was killed may have left records in the system's memory only, and who repeats one of them durably is told that it
    /// survives the machine.
    /// </summary>
    public static void FlushAll(string directory)
    {
        foreach (long number in SegmentName.List(directory))
        {
            // Windows flushes only what may be written (FlushFileBuffers); elsewhere a file that somebody made read-only is no hindrance.
            FileAccess access = OperatingSystem.IsWindows() ? FileAccess.ReadWrite : FileAccess.Read;
            using SafeFileHandle file = File.OpenHandle(SegmentName.PathOf(directory, number), FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.FlushToDisk(file);
        }

        DirectorySync.Flush(directory);
    }

    /// <summary>Removes files that were being prepared when a writer ended.</summary>
    public static void DeleteUnfinished(string directory)
    {
        foreach (string path in Directory.EnumerateFiles(directory, "*" + SegmentName.Unfinished))
        {
            File.Delete(path);
        }
    }
}
