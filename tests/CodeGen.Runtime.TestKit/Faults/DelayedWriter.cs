using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

namespace CodeGen.Runtime.TestKit.Faults;

/// <summary>
/// Writes to a socket what is queued, each piece a latency after it was queued: pieces that come together leave together, as on
/// a long line, instead of one latency apart.
/// </summary>
internal sealed class DelayedWriter(Socket socket, Func<TimeSpan> latency)
{
    private const long MostQueued = 4 * 1024 * 1024;
    private readonly Channel<(long Queued, ReadOnlyMemory<byte> Bytes)> _queue = Channel.CreateUnbounded<(long, ReadOnlyMemory<byte>)>();
    private TaskCompletionSource _wrote = NewSignal();
    private long _bytes;

    public void Enqueue(ReadOnlyMemory<byte> bytes)
    {
        Interlocked.Add(ref _bytes, bytes.Length);
        _queue.Writer.TryWrite((Stopwatch.GetTimestamp(), bytes));
    }

    /// <summary>No more will be queued.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Returns when little enough is queued for the reader to read on.</summary>
    public async Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the look at the count, so that a write in between is not missed.
            var wrote = Volatile.Read(ref _wrote).Task;
            if (Interlocked.Read(ref _bytes) <= MostQueued)
            {
                return;
            }

            await wrote.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Writes until the queue is completed and empty.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var (queued, bytes) in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            var left = latency() - Stopwatch.GetElapsedTime(queued);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, cancellationToken);
            }

            for (var rest = bytes; !rest.IsEmpty;)
            {
                rest = rest[await socket.SendAsync(rest, SocketFlags.None, cancellationToken)..];
            }

            Interlocked.Add(ref _bytes, -bytes.Length);
            Interlocked.Exchange(ref _wrote, NewSignal()).SetResult();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
