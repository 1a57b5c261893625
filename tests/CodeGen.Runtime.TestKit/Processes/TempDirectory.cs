using System.Diagnostics;
using System.Globalization;

namespace CodeGen.Runtime.TestKit.Processes;

/// <summary>
/// A folder that goes when it is disposed. A process that is killed cannot remove its own, so each name carries the
/// owner's process id, and the next process to make one removes those whose owner is gone.
/// </summary>
internal sealed class TempDirectory : IDisposable
{
    private const string Prefix = "codegen-testkit-";

    static TempDirectory() => Sweep();

    public TempDirectory() =>
        Path = Directory.CreateDirectory(
            System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}")).FullName;

    public string Path { get; }

    public void Dispose() => Remove(Path);

    /// <summary>Removes the folders of processes that are gone.</summary>
    internal static void Sweep()
    {
        foreach (var folder in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            var owner = System.IO.Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && !IsAlive(id))
            {
                Remove(folder);
            }
        }
    }

    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Another process sweeps at the same moment, or a server is still writing: the next sweep takes it.
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's.
        }
    }
}
