using System.Text.Json;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// The outbox on disk: one file for each message, named after its id, its destination and its state. A file is written under another name, brought to the disk and renamed, so that a file with its
/// final name is always whole; deleting it is what forgets the message. Every method throws what the file system throws.
/// </summary>
internal sealed class AlertFiles(string directory) : IDisposable
{
    private const string Waiting = ".alert";
    private const string Dead = ".dead";
    private const string Unfinished = ".new";
    private const string LockName = "outbox.lock";
    private const int IdLength = 36;

    /// <summary>Far above any body; a larger file is none of ours.</summary>
    private const int MostBytes = 1 << 20;

    private FileStream? _lock;

    public string Directory { get; } = Path.GetFullPath(directory);

    /// <summary>Takes the directory for this process and reads what is there.</summary>
    /// <exception cref="IOException">Another process has it, or it cannot be made or read.</exception>
    public List<StoredAlert> Open()
    {
        try
        {
            System.IO.Directory.CreateDirectory(Directory);
            _lock = new FileStream(Path.Combine(Directory, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            return Read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw new IOException(
                $"The outbox of budget alerts in '{Directory}' ({BudgetAlertsOptions.SectionName}:{nameof(BudgetAlertsOptions.OutboxPath)}) cannot be opened: {e.Message} "
                + $"One process at a time uses it and holds '{LockName}' there; stop the other process, give this one a directory of its own, or let it write there.", e);
        }
    }

    /// <summary>Brings messages to the disk. What was written before a failure is marked as stored.</summary>
    public void Save(IReadOnlyList<AlertMessage> messages)
    {
        foreach (AlertMessage message in messages)
        {
            Write(message, Waiting);
        }

        DirectorySync.Flush(Directory);
    }

    public void Delete(AlertMessage message, bool dead) => File.Delete(PathOf(message, dead ? Dead : Waiting));

    /// <summary>Keeps a message as a dead letter, also one that no file holds yet.</summary>
    public void Bury(AlertMessage message)
    {
        if (message.IsStored)
        {
            File.Move(PathOf(message, Waiting), PathOf(message, Dead), overwrite: true);
        }
        else
        {
            Write(message, Dead);
        }
    }

    public void Revive(AlertMessage message) => File.Move(PathOf(message, Dead), PathOf(message, Waiting), overwrite: true);

    public void Dispose()
    {
        _lock?.Dispose();
        _lock = null;
    }

    private List<StoredAlert> Read()
    {
        var found = new List<StoredAlert>();
        foreach (string path in System.IO.Directory.GetFiles(Directory).Order(StringComparer.Ordinal))
        {
            switch (Path.GetExtension(path))
            {
                case Unfinished:
                    File.Delete(path);
                    break;
                case Waiting:
                case Dead:
                    found.Add(Read(path));
                    break;
            }
        }

        return found;
    }

    private static StoredAlert Read(string path)
    {
        bool dead = Path.GetExtension(path) == Dead;
        string name = Path.GetFileNameWithoutExtension(path);
        if (name.Length < IdLength + 2 || name[IdLength] != '.' || !Guid.TryParseExact(name.AsSpan(0, IdLength), "D", out Guid id) || id.Version != 7)
        {
            return new StoredAlert(null, dead);
        }

        byte[] body = new FileInfo(path).Length <= MostBytes ? File.ReadAllBytes(path) : [];
        return new StoredAlert(new AlertMessage(EventId.FromGuid(id), name[(IdLength + 1)..], IsJson(body) ? body : []) { IsStored = true }, dead);
    }

    private static bool IsJson(byte[] body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            reader.Read();
            return reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private string PathOf(AlertMessage message, string state) => Path.Combine(Directory, $"{message.Id}.{message.Destination}{state}");

    private void Write(AlertMessage message, string state)
    {
        string path = PathOf(message, state);
        string unfinished = path + Unfinished;
        try
        {
            using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.Write(message.Body);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
            message.IsStored = true;
        }
        catch
        {
            DeleteUnfinished(unfinished);
            throw;
        }
    }

    private static void DeleteUnfinished(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure before it is the one to tell of; the next start deletes the file.
        }
    }
}
