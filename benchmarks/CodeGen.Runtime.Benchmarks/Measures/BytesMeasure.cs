using System.Text.Json;
using CodeGen.Runtime.TestKit;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>How many bytes a document of 16 KB of source text takes in the second tier, as a part of its JSON, G13.</summary>
internal static class BytesMeasure
{
    private const int Documents = 16;

    public static async Task<Dictionary<string, double>> RunAsync()
    {
        var parts = new Dictionary<string, double>();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using var nodes = new Nodes(server.ConnectionString);
        SourceDocument[] documents = [.. Enumerable.Range(0, Documents).Select(i => SourceDocument.Of(16, i))];
        double json = documents.Sum(d => JsonSerializer.SerializeToUtf8Bytes(d).Length);
        foreach (string peer in new[] { Peer.Ours, Peer.Hybrid, Peer.Fusion })
        {
            var before = new HashSet<string>(await KeysAsync(server));
            for (int i = 0; i < Documents; i++)
            {
                string key = $"bytes:{i}";
                await (peer switch
                {
                    Peer.Ours => nodes.Ours.SetAsync(key, documents[i]).AsTask(),
                    Peer.Hybrid => nodes.Hybrid.SetAsync(key, documents[i]).AsTask(),
                    _ => nodes.Fusion.SetAsync(key, documents[i]).AsTask(),
                });
            }

            long bytes = 0;
            foreach (string key in await KeysAsync(server))
            {
                bytes += before.Contains(key) ? 0 : await BytesOfAsync(server, key);
            }

            parts[peer] = bytes / json;
        }

        return parts;
    }

    private static async Task<string[]> KeysAsync(RedisServerProcess server) => [.. ((string?[])(await server.ExecuteAsync("KEYS", "*"))!).Select(k => k!)];

    private static async Task<long> BytesOfAsync(RedisServerProcess server, string key) => (string?)await server.ExecuteAsync("TYPE", key) switch
    {
        "string" => (long)await server.ExecuteAsync("STRLEN", key),
        "hash" => ((string?[])(await server.ExecuteAsync("HKEYS", key))!).Sum(field => (long)server.ExecuteAsync("HSTRLEN", key, field!).GetAwaiter().GetResult()),
        _ => 0,
    };
}
