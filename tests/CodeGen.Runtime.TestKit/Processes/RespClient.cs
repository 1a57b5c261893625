using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using StackExchange.Redis;

namespace CodeGen.Runtime.TestKit.Processes;

/// <summary>
/// Sends one command over a connection of its own. The kit steers servers that are paused, cut off or changing roles; a
/// multiplexer that reconnects and routes by itself would hide just that.
/// </summary>
internal static class RespClient
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static async Task<RedisResult> ExecuteAsync(int port, params string[] command)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, timeout.Token);
            await using var stream = client.GetStream();
            var request = new StringBuilder().Append(CultureInfo.InvariantCulture, $"*{command.Length}\r\n");
            foreach (var word in command)
            {
                request.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
            }

            await stream.WriteAsync(Encoding.UTF8.GetBytes(request.ToString()), timeout.Token);
            await using var buffered = new BufferedStream(stream);
            return await ReadAsync(buffered, timeout.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException($"127.0.0.1:{port} did not answer {string.Join(' ', command)} within {Timeout.TotalSeconds} s.");
        }
    }

    private static async Task<RedisResult> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = await ReadLineAsync(stream, cancellationToken);
        var rest = line[1..];
        switch (line[0])
        {
            case '+':
                return RedisResult.Create(rest, ResultType.SimpleString);
            case '-':
                throw new RespErrorException(rest);
            case ':':
                return RedisResult.Create(long.Parse(rest, CultureInfo.InvariantCulture), ResultType.Integer);
            case '$':
                var length = int.Parse(rest, CultureInfo.InvariantCulture);
                if (length < 0)
                {
                    return RedisResult.Create(RedisValue.Null, ResultType.BulkString);
                }

                var bytes = new byte[length + 2];
                await stream.ReadExactlyAsync(bytes, cancellationToken);
                return RedisResult.Create(bytes[..length], ResultType.BulkString);
            case '*':
                var items = new RedisResult[Math.Max(0, int.Parse(rest, CultureInfo.InvariantCulture))];
                for (var i = 0; i < items.Length; i++)
                {
                    items[i] = await ReadAsync(stream, cancellationToken);
                }

                return RedisResult.Create(items);
            default:
                throw new InvalidDataException($"Not a RESP2 reply: {line}");
        }
    }

    private static async Task<string> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (true)
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }
    }
}
