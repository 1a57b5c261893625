using System.Text.Json;

namespace CodeGen.Runtime.Costs;

/// <summary>Which recommendations were followed, in a file that is replaced whole. Without a path they are in memory. Thread-safe.</summary>
internal sealed class PromiseFile(string? path)
{
    private readonly Lock _gate = new();
    private List<Promise>? _promises;

    /// <exception cref="InvalidDataException">The file is none of this kind.</exception>
    public IReadOnlyList<Promise> Read()
    {
        lock (_gate)
        {
            return [.. Known()];
        }
    }

    public void Put(Promise promise)
    {
        lock (_gate)
        {
            List<Promise> promises = [.. Known().Where(known => known.Id != promise.Id), promise];
            Write(promises);
        }
    }

    public bool Remove(string id)
    {
        lock (_gate)
        {
            List<Promise> promises = [.. Known().Where(known => known.Id != id)];
            bool isKnown = promises.Count < Known().Count;
            if (isKnown)
            {
                Write(promises);
            }

            return isKnown;
        }
    }

    private List<Promise> Known() => _promises ??= path is not null && File.Exists(path) ? Parse(path) : [];

    private static List<Promise> Parse(string path)
    {
        try
        {
            return [.. (JsonSerializer.Deserialize(File.ReadAllBytes(path), PromiseJsonContext.Default.StoredPromiseArray) ?? []).Select(static stored => stored.ToPromise())];
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            throw new InvalidDataException(
                $"'{path}' is no file of followed recommendations: {e.Message} Restore it from a backup, or move it away to begin anew; set {CostRecommendationOptions.SectionName}:{nameof(CostRecommendationOptions.PromisesPath)} to have it elsewhere.", e);
        }
    }

    private void Write(List<Promise> promises)
    {
        if (path is not null)
        {
            string next = path + ".next";
            using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                JsonSerializer.Serialize(stream, [.. promises.Select(StoredPromise.Of)], PromiseJsonContext.Default.StoredPromiseArray);
                stream.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite: true);
        }

        _promises = promises;
    }
}
