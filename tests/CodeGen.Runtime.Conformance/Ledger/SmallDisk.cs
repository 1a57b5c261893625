using System.ComponentModel;
using System.Diagnostics;

namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>A disk that is soon full: a file system in memory, or, where none may be mounted, a limit on the size of files.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Bytes = 4 << 20;
    private readonly string _filler;

    private SmallDisk(string path, bool isMounted) => (Path, IsMounted, _filler) = (path, isMounted, System.IO.Path.Combine(path, "filler"));

    public string Path { get; }

    public bool IsMounted { get; }

    public string How => IsMounted ? $"tmpfs of {Bytes >> 20} MiB" : "limit on file sizes (no file system may be mounted here)";

    public static SmallDisk Open(string path)
    {
        Directory.CreateDirectory(path);
        return new(path, Run("mount", "-t", "tmpfs", "-o", $"size={Bytes}", "tmpfs", path));
    }

    /// <summary>Leaves so many bytes, or none for new files.</summary>
    public async Task FillAsync(TortureWriter writer, int left)
    {
        if (!IsMounted)
        {
            await writer.SendAsync("limit 4096");
            return;
        }

        // The writer takes room at the same time.
        long bytes = Math.Max(0, new DriveInfo(Path).AvailableFreeSpace - left);
        try
        {
            await using FileStream filler = File.Create(_filler);
            byte[] some = new byte[64 << 10];
            for (; bytes > 0; bytes -= some.Length)
            {
                filler.Write(some, 0, (int)Math.Min(bytes, some.Length));
            }
        }
        catch (IOException)
        {
            // Full is what it should be.
        }
    }

    public async Task FreeAsync(TortureWriter writer)
    {
        if (!IsMounted)
        {
            await writer.SendAsync("limit none");
            return;
        }

        File.Delete(_filler);
    }

    public void Dispose()
    {
        if (IsMounted)
        {
            Run("umount", Path);
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
