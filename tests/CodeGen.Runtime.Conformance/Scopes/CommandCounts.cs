using System.Globalization;

namespace CodeGen.Runtime.Conformance.Scopes;

/// <summary>How often a server ran each command, by its own count (<c>INFO commandstats</c>).</summary>
internal static class CommandCounts
{
    /// <summary>The counts, or null when the server keeps none.</summary>
    public static async Task<IReadOnlyDictionary<string, long>?> ReadAsync(ServerUnderTest server)
    {
        // cmdstat_evalsha:calls=3,usec=…
        string text;
        try
        {
            text = await server.TextAsync("INFO", "commandstats");
        }
        catch (TestKit.RespErrorException)
        {
            return null;
        }

        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (string line in text.Split("\r\n"))
        {
            if (line.StartsWith("cmdstat_", StringComparison.Ordinal) && line.Split([':', '=', ',']) is [var name, "calls", var calls, ..])
            {
                counts[name["cmdstat_".Length..]] = long.Parse(calls, CultureInfo.InvariantCulture);
            }
        }

        return counts.Count == 0 ? null : counts;
    }
}
