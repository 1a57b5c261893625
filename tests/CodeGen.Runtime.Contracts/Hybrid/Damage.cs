using CodeGen.Runtime.TestKit;

namespace CodeGen.Runtime.Contracts.Hybrid;

/// <summary>Writes rubbish over what a server holds.</summary>
internal static class Damage
{
    public static async Task AllDataAsync(RedisServerProcess server)
    {
        foreach (string? key in (string?[])(await server.ExecuteAsync("KEYS", "*"))!)
        {
            switch ((string?)await server.ExecuteAsync("TYPE", key!))
            {
                // Bytes in the middle change, so that what is told by the first ones looks whole.
                case "string" when (long)await server.ExecuteAsync("STRLEN", key!) is > 8 and var length:
                    await server.ExecuteAsync("SETRANGE", key!, (length / 2).ToString(System.Globalization.CultureInfo.InvariantCulture), "#!#");
                    break;
                case "hash":
                    await server.ExecuteAsync("HSET", key!, "data", "#!#");
                    break;
            }
        }
    }
}
