using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// Invalidations that took effect on this node while the log was away, so that they have a number of this process instead of a sequence. The newest are kept, for values that
/// were being read or made when they came: only when such a value is there are all its tags known. Thread-safe.
/// </summary>
internal sealed class LocalInvalidations
{
    public const int Kept = 1_024;
    private readonly Lock _gate = new();
    private readonly string[] _members = new string[Kept];
    private long _count;

    /// <summary>How many there were: the mark to take before a value is read or made.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void Add(IReadOnlyList<string> members)
    {
        lock (_gate)
        {
            foreach (string member in members)
            {
                _members[_count % Kept] = member;
                Interlocked.Increment(ref _count);
            }
        }
    }

    /// <summary>Whether one of those after the first mark and up to the second concerns a value. More of them than are kept concern everything.</summary>
    public bool Concern(in Subject subject, long after, long upTo = long.MaxValue)
    {
        if (Count == after)
        {
            return false;
        }

        lock (_gate)
        {
            long end = Math.Min(_count, upTo);
            if (after < end && after < _count - Kept)
            {
                return true;
            }

            for (long i = after; i < end; i++)
            {
                if (Concerns(_members[i % Kept], subject))
                {
                    return true;
                }
            }

            return false;
        }
    }

    public static bool Concerns(string member, in Subject subject) => member[0] switch
    {
        LogRecord.ShortLivedKind => subject.Key.Member == member,
        't' => Array.IndexOf(subject.Tags, member) >= 0,
        's' or 'd' or 'r' => Array.IndexOf(subject.Key.Scopes(), member) >= 0,
        'p' when CachePattern.TryParse(member[1..], out CachePattern? pattern) => pattern!.IsMatch(subject.Key.Text),
        EntryMember.VersionKind => false,
        _ => true,
    };
}
