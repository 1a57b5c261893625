using System.Collections.Concurrent;
using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// What this node knows of the log, as the question "is this value still valid". Written by the follower under its lock, read by anybody without one:
/// a record's scopes are written before its generation is bumped, so whoever saw the generation sees the scopes.
/// </summary>
internal sealed partial class ValidityTable(int maxPatterns, int maxKeyRecords)
{
    public const string ClearMember = "a";
    private readonly ConcurrentDictionary<string, long> _scopes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HashSet<int>> _versions = new(StringComparer.Ordinal);
    private readonly PatternTable _patterns = new(maxPatterns);

    /// <summary>Whether anything but a key was ever invalidated; an emptiness that the dictionary tells takes all its locks.</summary>
    private volatile bool _spoken;
    private volatile LogHorizon _horizon = LogHorizon.None;

    public Generations Generations { get; } = new();

    public KeyTable Keys { get; } = new(maxKeyRecords);

    public LogHorizon Horizon => _horizon;

    public int ScopeCount => _scopes.Count;

    public int PatternCount => _patterns.Count;

    /// <summary>The last sequence of a scope, or 0.</summary>
    public long LastOf(string member) => member[0] == LogRecord.ShortLivedKind ? Keys.Find(member)?.Sequence ?? 0 : _scopes.GetValueOrDefault(member);

    /// <summary>The versions of a region that any node has announced in this epoch.</summary>
    public IReadOnlyList<int> VersionsOf(string region)
    {
        if (_versions.TryGetValue(region, out HashSet<int>? versions))
        {
            lock (versions)
            {
                return [.. versions];
            }
        }

        return [];
    }

    public void SetHorizon(LogHorizon horizon)
    {
        bool newEpoch = horizon.Epoch != _horizon.Epoch && horizon.RecoveredEpoch != _horizon.Epoch;
        _horizon = horizon;
        if (newEpoch)
        {
            _scopes.Clear();
            _versions.Clear();
            _patterns.Clear();
            Keys.Clear();
        }
        else
        {
            foreach ((string member, long sequence) in _scopes)
            {
                if (sequence <= horizon.Floor)
                {
                    _scopes.TryRemove(KeyValuePair.Create(member, sequence));
                }
            }

            _patterns.Forget(horizon.Floor);
        }

        Generations.BumpAll();
    }

    /// <summary>Applies a member other than a key's.</summary>
    public void Raise(string member, long sequence)
    {
        switch (member[0])
        {
            case 's' or 'd':
                RaiseScope(member, sequence);
                Generations.Bump(Generations.StripeOf(member.AsSpan(1)));
                break;
            case 'p':
                RaisePattern(member, sequence);
                Generations.BumpAll();
                break;
            case EntryMember.VersionKind:
                RaiseVersion(member);
                break;
            default:
                // Tags, regions, the whole cache, and kinds that a later version of the library may add.
                RaiseScope(member, sequence);
                Generations.BumpAll();
                break;
        }
    }

    /// <summary>Judges a value by everything this node knows.</summary>
    public CacheMissReason Judge(in Subject subject)
    {
        // The key's record first: a record of the key that is applied after this line is told to L1 and to the fence that follows the fill.
        if (Keys.Newest > subject.Stamp.Sequence && Keys.Find(subject.Key) is { } record && record.Sequence > subject.Stamp.Sequence && _horizon.Covers(subject.Stamp.Epoch))
        {
            return CacheMissReason.InvalidatedKey;
        }

        return JudgeScopes(subject);
    }

    private void RaiseScope(string member, long sequence)
    {
        _spoken = true;
        _scopes.AddOrUpdate(member, static (_, s) => s, static (_, known, s) => Math.Max(known, s), sequence);
    }

    private void RaisePattern(string member, long sequence)
    {
        // What another node could parse and this one cannot concerns everything.
        if (!CachePattern.TryParse(member[1..], out CachePattern? pattern))
        {
            RaiseScope(ClearMember, sequence);
            return;
        }

        _spoken = true;
        if (_patterns.Raise(pattern!, sequence) is { } widened)
        {
            ReadOnlySpan<char> root = KeyScopes.Root(widened.Pattern.Text);
            bool literalRoot = root.Length < widened.Pattern.Text.Length && root.IndexOfAny("*?[]\\") < 0;
            RaiseScope(literalRoot ? CacheScope.Prefix(root.ToString()).ToMember() : ClearMember, widened.Sequence);
        }
    }

    private void RaiseVersion(string member)
    {
        if (EntryMember.TrySplit(member, out string region, out string text)
            && int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int version))
        {
            HashSet<int> versions = _versions.GetOrAdd(region, static _ => []);
            lock (versions)
            {
                versions.Add(version);
            }
        }
    }
}
