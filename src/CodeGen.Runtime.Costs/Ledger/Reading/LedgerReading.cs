using System.Runtime.CompilerServices;

namespace CodeGen.Runtime.Costs;

/// <summary>Ways to read a log. Each call reads on its own; any number may read beside the writer.</summary>
internal static class LedgerReading
{
    public const int MaxPageRecords = 10_000;

    /// <summary>A cursor that copies nothing; to be disposed.</summary>
    /// <param name="source">What to read.</param>
    /// <param name="from">The first sequence; 0 for the oldest that is kept.</param>
    public static LedgerReader Read(this ILedgerSource source, long from) => new(source, from);

    /// <summary>Up to so many records from a sequence on.</summary>
    /// <param name="source">What to read.</param>
    /// <param name="from">The first sequence; 0 for the oldest that is kept.</param>
    /// <param name="limit">1 to 10,000.</param>
    public static LedgerPage ReadPage(this ILedgerSource source, long from, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxPageRecords);
        using var reader = new LedgerReader(source, from);
        var records = new List<LedgerRecord>();
        var damages = new List<LedgerDamage>();
        bool isEnd = false;
        while (records.Count < limit && !isEnd)
        {
            switch (reader.Read())
            {
                case ReadOutcome.Record:
                    records.Add(LedgerRecord.Of(reader.Current, reader.Payload));
                    break;
                case ReadOutcome.Damage:
                    damages.Add(reader.Damage!);
                    break;
                default:
                    isEnd = true;
                    break;
            }
        }

        return new LedgerPage(records, damages, reader.Next, isEnd);
    }

    /// <summary>Records from a sequence on, and damaged places where they lie.</summary>
    /// <param name="source">What to read.</param>
    /// <param name="from">The first sequence; 0 for the oldest that is kept.</param>
    /// <param name="follow">Whether to wait for more at the end.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async IAsyncEnumerable<LedgerEntry> ReadAsync(
        this ILedgerSource source, long from, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var reader = new LedgerReader(source, from);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (reader.Read())
            {
                case ReadOutcome.Record:
                    yield return new LedgerEntry(LedgerRecord.Of(reader.Current, reader.Payload), null);
                    break;
                case ReadOutcome.Damage:
                    yield return new LedgerEntry(null, reader.Damage);
                    break;
                case ReadOutcome.End when follow:
                    await source.WaitAsync(reader.Next, cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    yield break;
            }
        }
    }
}
