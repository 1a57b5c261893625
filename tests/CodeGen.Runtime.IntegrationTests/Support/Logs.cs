using CodeGen.Runtime.Coordination;
using StackExchange.Redis;

namespace CodeGen.Runtime.IntegrationTests;

/// <summary>Reaches around the cache to the log that its nodes share.</summary>
internal static class Logs
{
    /// <summary>The log's key.</summary>
    public static string KeyOf(string ns) => $"{ns}:{{{ns}-log}}";

    /// <summary>The doorbell's channel.</summary>
    public static RedisChannel BellOf(string ns) => RedisChannel.Literal($"{KeyOf(ns)}:bell");

    /// <summary>Retires the single keys' records that the log holds now, as the leader would once they are old enough.</summary>
    public static async Task RetireEverythingAsync(TestNode node)
    {
        ILogServer server = node.Inner.Server;
        LogPage page = await server.ReadAsync(0, 10_000, CancellationToken.None);
        KeyValuePair<string, long>[] due = [.. page.Members.Where(m => m.Key[0] == LogRecord.ShortLivedKind)];
        await server.RetireShortAsync(due, due[^1].Value, CancellationToken.None);
    }
}
