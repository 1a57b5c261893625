using System.Net;
using System.Net.Sockets;

namespace CodeGen.Runtime.TestKit.Processes;

/// <summary>
/// Picks ports that are free now. They are taken below the range from which systems draw ports for outgoing connections, so
/// that a server which is stopped and started again finds its port still free.
/// </summary>
internal static class LoopbackPort
{
    private const int Lowest = 12_000;
    private const int Highest = 32_000;

    public static int Next()
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var port = Random.Shared.Next(Lowest, Highest);
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken; draw again.
            }
        }

        throw new InvalidOperationException($"No free loopback port between {Lowest} and {Highest} in 200 draws.");
    }
}
