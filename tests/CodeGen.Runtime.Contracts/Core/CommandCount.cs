using System.Globalization;
using CodeGen.Runtime.TestKit;

namespace CodeGen.Runtime.Contracts;

/// <summary>How many commands of callers a server ran, by its own count; what keeps connections and leases alive is not counted.</summary>
internal static class CommandCount
{
    private static readonly string[] s_keepAlive = ["ping", "info", "client", "config", "hello", "subscribe", "echo", "cluster", "select", "command", "sentinel", "time", "auth", "role"];

    public static async Task<long> ReadAsync(RedisServerProcess server)
    {
        string text = (string)(await server.ExecuteAsync("INFO", "commandstats"))!;
        long total = 0;
        foreach (string line in text.Split("\r\n"))
        {
            if (line.StartsWith("cmdstat_", StringComparison.Ordinal) && line.Split([':', '=', ',']) is [var name, "calls", var calls, ..])
            {
                string command = name["cmdstat_".Length..];
                if (!s_keepAlive.Contains(command.Split('|')[0]))
                {
                    total += long.Parse(calls, CultureInfo.InvariantCulture);
                }
            }
        }

        return total;
    }
}
