using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>Buckets of one length from the epoch on, of which the last so many count.</summary>
internal sealed class RollingPeriod : BudgetPeriod
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(366);
    private readonly TimeSpan _bucket;

    public RollingPeriod(TimeSpan length, int buckets)
    {
        if (length < s_shortest || length > s_longest)
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, $"A rolling period is between {s_shortest} and {s_longest}.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(buckets, MaxBuckets);
        if (length.Ticks % (buckets * TimeSpan.TicksPerSecond) != 0)
        {
            throw new ArgumentException($"A rolling period of {length} in {buckets} buckets has buckets of no whole seconds. Give another number of buckets.", nameof(buckets));
        }

        Reach = length;
        _bucket = length / buckets;
    }

    public static int MaxBuckets => 96;

    internal override TimeSpan Reach { get; }

    public override string ToString() => $"rolling {Reach} in buckets of {_bucket}";

    private protected override bool Find(DateTimeOffset instant, out BudgetWindow window)
    {
        long ticks = (instant - DateTimeOffset.UnixEpoch).Ticks;
        DateTimeOffset start = DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(ticks - (ticks % _bucket.Ticks));
        window = new BudgetWindow(start.ToString("'R'yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), start, start + _bucket);
        return true;
    }
}
