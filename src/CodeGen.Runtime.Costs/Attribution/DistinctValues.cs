using System.Collections.Concurrent;

namespace CodeGen.Runtime.Costs;

/// <summary>The values of one dimension, a bounded number. Read without a lock; a new value takes one.</summary>
internal sealed class DistinctValues(int max)
{
    private readonly ConcurrentDictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Lock _new = new();
    private int _count;
    private long _overflows;

    public int Count => Volatile.Read(ref _count);

    public long Overflows => Interlocked.Read(ref _overflows);

    public string Admit(string value)
    {
        if (_values.TryGetValue(value, out string? known))
        {
            return known;
        }

        // The name of the rest takes no place of its own.
        if (value == CardinalityLimiter.Other)
        {
            return value;
        }

        if (Count < max)
        {
            lock (_new)
            {
                if (_values.TryGetValue(value, out known))
                {
                    return known;
                }

                if (_count < max)
                {
                    _values[value] = value;
                    Volatile.Write(ref _count, _count + 1);
                    return value;
                }
            }
        }

        Interlocked.Increment(ref _overflows);
        return CardinalityLimiter.Other;
    }
}
