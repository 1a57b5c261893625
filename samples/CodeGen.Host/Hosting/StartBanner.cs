using CodeGen.Host.Endpoints;
using CodeGen.Host.Generation;

namespace CodeGen.Host.Hosting;

/// <summary>What the service prints once it listens: what it uses, and how to try it.</summary>
internal sealed class StartBanner(RedisChoice redis, string cacheNamespace, ICodeGenerator generator)
{
    public string Text(IEnumerable<string> addresses)
    {
        string[] all = [.. addresses];
        return $"""

            CodeGen.Host listens on {string.Join(", ", all)}
              generator   {generator.Name} ({generator.Version})
              Redis       {redis.Description}
              namespace   {cacheNamespace}

            {HowTo.Text(all is [var first, ..] ? Reachable(first) : "http://127.0.0.1:5080", generator.Name)}
            """;
    }

    // An address to listen on is not always one to call.
    private static string Reachable(string address) => address
        .Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal)
        .Replace("//[::]", "//localhost", StringComparison.Ordinal)
        .Replace("//+", "//localhost", StringComparison.Ordinal)
        .Replace("//*", "//localhost", StringComparison.Ordinal);
}
