using System.Text.Json.Nodes;

namespace CodeGen.Runtime.Costs;

/// <summary>What a host would write to have another time to live or size.</summary>
internal static class ReuseSnippet
{
    public static string TimeToLive(ReuseCache cache, ReuseRegion region, TimeSpan time)
    {
        var json = new JsonObject();
        if (time > cache.LongestLife)
        {
            Put(json, $"{cache.Section}:MaxEntryLifetime", time.ToString("c"));
        }

        if (region.Setting is not null)
        {
            Put(json, region.Setting, time.ToString("c"));
            return RequestSnippet.Text(json);
        }

        string code = $"// where the region '{region.Name}' is made\nr.TimeToLive = TimeSpan.Parse(\"{time:c}\", CultureInfo.InvariantCulture);";
        return json.Count == 0 ? code : $"{code}\n// and in the configuration\n{RequestSnippet.Text(json)}";
    }

    public static string Size(ReuseCache cache, ReusePoint point)
    {
        var json = new JsonObject();
        Put(json, $"{cache.Section}:MaxEntries", (int)Math.Min(int.MaxValue, point.MaxEntries!.Value));
        Put(json, $"{cache.Section}:MaxBytes", point.MaxBytes!.Value);
        return RequestSnippet.Text(json);
    }

    private static void Put(JsonObject json, string path, JsonNode value)
    {
        string[] parts = path.Split(':');
        foreach (string part in parts[..^1])
        {
            if (json[part] is not JsonObject inner)
            {
                json[part] = inner = [];
            }

            json = inner;
        }

        json[parts[^1]] = value;
    }
}
