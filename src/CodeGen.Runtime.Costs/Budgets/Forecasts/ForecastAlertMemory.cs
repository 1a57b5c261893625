using System.Text;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Of which window of each budget an alert was raised last, and with which limit: another limit makes it another forecast. In a file beside the ledger, where that is kept; a line that is not what was written is as good as
/// none, and its alert may come again. Not thread-safe.
/// </summary>
internal sealed class ForecastAlertMemory
{
    public const string FileName = "budget-forecasts.tsv";
    private const char Separator = '\t';
    private const int Fields = 3;

    private readonly Dictionary<string, (string Window, string Limit)> _told = new(StringComparer.Ordinal);

    private ForecastAlertMemory(string? path) => Path = path;

    /// <summary>The file; null where nothing is kept.</summary>
    public string? Path { get; }

    /// <exception cref="IOException">It cannot be read.</exception>
    public static ForecastAlertMemory Open(string? directory)
    {
        var memory = new ForecastAlertMemory(directory is null ? null : System.IO.Path.Combine(directory, FileName));
        if (memory.Path is { } path && File.Exists(path))
        {
            foreach (string[] fields in File.ReadAllLines(path).Select(static line => line.Split(Separator)).Where(static fields => fields.Length == Fields))
            {
                memory._told[fields[0]] = (fields[1], fields[2]);
            }
        }

        return memory;
    }

    public bool Knows(BudgetDefinition budget, BudgetWindow window) => _told.TryGetValue(budget.Name, out (string Window, string Limit) told) && told == (window.Id, budget.Limit.ToString());

    /// <exception cref="IOException">It is remembered in this process and could not be written.</exception>
    public void Add(BudgetDefinition budget, BudgetWindow window)
    {
        _told[budget.Name] = (window.Id, budget.Limit.ToString());
        if (Path is null)
        {
            return;
        }

        // The log removes files of this ending when it is opened.
        string unfinished = Path + SegmentName.Unfinished;
        using (FileStream file = new(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(Encoding.UTF8.GetBytes(string.Concat(_told.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Key}{Separator}{one.Value.Window}{Separator}{one.Value.Limit}\n"))));
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, Path, overwrite: true);
        DirectorySync.Flush(System.IO.Path.GetDirectoryName(Path)!);
    }
}
