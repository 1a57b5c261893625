using System.Globalization;
using System.Net;

namespace CodeGen.Runtime.Coordination;

/// <summary>The address of a server in one spelling, as far as that can be told without asking a name server.</summary>
internal static class ServerAddress
{
    private const int DefaultPort = 6379;
    private const int DefaultTlsPort = 6380;

    public static string Of(EndPoint endPoint, bool tls) => endPoint switch
    {
        DnsEndPoint dns => Of(dns.Host.ToLowerInvariant(), dns.Port, tls),
        IPEndPoint ip => Of(IPAddress.IsLoopback(ip.Address) ? "localhost" : ip.Address.ToString(), ip.Port, tls),
        _ => endPoint.ToString() ?? string.Empty,
    };

    private static string Of(string host, int port, bool tls) =>
        string.Create(CultureInfo.InvariantCulture, $"{host}:{(port > 0 ? port : tls ? DefaultTlsPort : DefaultPort)}");
}
