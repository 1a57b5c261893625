using System.Text.Json;

namespace CodeGen.Runtime.Costs;

/// <summary>The file of the profiles, replaced whole. Without a path there is none.</summary>
internal sealed class ReuseFile(string? path, string currency, string zone)
{
    /// <summary>An estimate is not worth a host that does not start: what cannot be read begins anew.</summary>
    public Dictionary<string, StoredReuseCache> Read(out string? problem)
    {
        problem = null;
        if (path is null || !File.Exists(path))
        {
            return [];
        }

        try
        {
            StoredReuse? stored = JsonSerializer.Deserialize(File.ReadAllBytes(path), ReuseJsonContext.Default.StoredReuse);
            if (stored?.Currency == currency && stored.Zone == zone)
            {
                return stored.Caches.ToDictionary(static cache => cache.Name, StringComparer.Ordinal);
            }
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            problem = $"'{path}' could not be read: {e.Message} What it knew of the caches' reuse is gathered anew.";
        }

        return [];
    }

    public void Write(StoredReuseCache[] caches)
    {
        if (path is null || Array.TrueForAll(caches, static cache => cache.Regions.Length == 0))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string next = path + ".next";
        using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, new StoredReuse { Currency = currency, Zone = zone, Caches = caches }, ReuseJsonContext.Default.StoredReuse);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
