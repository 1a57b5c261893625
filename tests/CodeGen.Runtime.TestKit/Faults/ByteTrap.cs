namespace CodeGen.Runtime.TestKit.Faults;

/// <summary>Waits for bytes of one direction, and springs once.</summary>
/// <param name="isToServer">Which direction.</param>
/// <param name="pattern">The bytes; empty to count only.</param>
/// <param name="after">How many bytes of that direction pass first.</param>
internal sealed class ByteTrap(bool isToServer, byte[] pattern, long after)
{
    private readonly TaskCompletionSource _sprung = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _tail = [];
    private long _seen;

    public Task Sprung => _sprung.Task;

    /// <summary>Whether it springs by these bytes. A pattern may lie over the ends of two pieces.</summary>
    public bool Takes(bool toServer, ReadOnlySpan<byte> piece)
    {
        if (toServer != isToServer)
        {
            return false;
        }

        lock (_sprung)
        {
            _seen += piece.Length;
            byte[] bytes = [.. _tail, .. piece];
            _tail = bytes[Math.Max(0, bytes.Length - Math.Max(0, pattern.Length - 1))..];
            if (_sprung.Task.IsCompleted || _seen <= after || bytes.AsSpan().IndexOf(pattern) < 0)
            {
                return false;
            }

            _sprung.SetResult();
            return true;
        }
    }
}
