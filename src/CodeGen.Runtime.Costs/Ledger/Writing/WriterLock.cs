namespace CodeGen.Runtime.Costs;

/// <summary>The file that the one writing process holds. The system lets go of it when the process ends, however it ends.</summary>
internal static class WriterLock
{
    public const string FileName = "writer.lock";

    public static FileStream Take(string directory)
    {
        string path = Path.Combine(directory, FileName);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LedgerUnavailableException(
                $"The ledger in '{directory}' cannot be opened for writing: {e.Message} One process at a time writes a ledger and holds '{FileName}' there; "
                + "stop the other process, or give this one a directory of its own. To read beside a writer, open it read-only.", e);
        }
    }
}
