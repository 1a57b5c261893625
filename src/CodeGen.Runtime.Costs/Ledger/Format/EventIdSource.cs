using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Makes event ids, each later than the one before, also when the clock goes back or stands still: the time then stays and the rest is counted up by a random step, so that
/// ids of two processes do not meet. Not thread-safe: its owner calls it under a lock.
/// </summary>
internal sealed class EventIdSource(TimeProvider time)
{
    private static readonly UInt128 s_end = UInt128.One << EventId.RandomBits;

    /// <summary>One call to the system's generator costs as much as dozens of ids.</summary>
    private readonly byte[] _random = new byte[1_024];
    private int _taken = 1_024;
    private long _milliseconds = -1;
    private UInt128 _rest;

    public EventId Next() => Next(time.GetUtcNow());

    public EventId Next(DateTimeOffset now)
    {
        long milliseconds = now.ToUnixTimeMilliseconds();
        if (milliseconds <= _milliseconds)
        {
            _rest += 1 + (UInt128)BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
            if (_rest < s_end)
            {
                return EventId.Create(_milliseconds, _rest);
            }

            milliseconds = _milliseconds + 1;
        }

        // The highest bit stays free, for some 10¹² steps within the millisecond at least.
        _milliseconds = milliseconds;
        _rest = BinaryPrimitives.ReadUInt128LittleEndian(Take(16)) >> (128 - EventId.RandomBits + 1);
        return EventId.Create(_milliseconds, _rest);
    }

    private ReadOnlySpan<byte> Take(int bytes)
    {
        if (_taken + bytes > _random.Length)
        {
            RandomNumberGenerator.Fill(_random);
            _taken = 0;
        }

        _taken += bytes;
        return _random.AsSpan(_taken - bytes, bytes);
    }
}
