using System.IO.Hashing;
using System.Runtime.InteropServices;
using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// The sampled keys (SHARDS; Waldspurger et al., FAST 2015): those whose hash the listener takes. Of each it is known which value was the last, so that a later miss can tell whether that would still be valid, long after it has left
/// all tiers. What is not known any more counts as invalid. Thread-safe.
/// </summary>
internal sealed class AccessSample(ICacheAccessListener listener, TimeProvider timeProvider, bool hasSharedTier)
{
    private const int MaxValues = 16_384;

    /// <summary>Keys may be long.</summary>
    private const int MaxCharacters = 4 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, KnownValue> _values = [];

    /// <summary>Keys whose member holds a hash in place of their text.</summary>
    private readonly Dictionary<string, ulong> _hashed = new(StringComparer.Ordinal);
    private long _characters;

    public bool Takes(RegionSettings region, string text, out ulong hash)
    {
        hash = HashOf(region.Name, text);
        return listener.IsSampled(hash);
    }

    public void Tell(in CacheAccess access) => listener.Accessed(access with { At = timeProvider.GetUtcNow(), IsShared = hasSharedTier && access.Region.UseSharedTier });

    public KnownValue? Find(ulong hash)
    {
        lock (_gate)
        {
            return _values.GetValueOrDefault(hash);
        }
    }

    public void Know(ulong hash, KnownValue value)
    {
        lock (_gate)
        {
            Leave(hash);
            if (_values.Count >= MaxValues || _characters >= MaxCharacters)
            {
                foreach (ulong known in _values.Keys.ToArray())
                {
                    if (!listener.IsSampled(known))
                    {
                        Leave(known);
                    }
                }

                if (_values.Count >= MaxValues || _characters >= MaxCharacters)
                {
                    _values.Clear();
                    _hashed.Clear();
                    _characters = 0;
                }
            }

            _values[hash] = value;
            string text = value.Subject.Key.Text;
            _characters += text.Length;
            if (EntryMember.IsHashed(text))
            {
                _hashed[value.Subject.Key.Member] = hash;
            }
        }
    }

    /// <summary>The key was removed or set.</summary>
    public void Forget(string member)
    {
        if (!EntryMember.TrySplit(member, out ReadOnlySpan<char> region, out ReadOnlySpan<char> rest) || rest.IsEmpty)
        {
            return;
        }

        lock (_gate)
        {
            if (EntryMember.IsHash(rest) ? _hashed.TryGetValue(member, out ulong hash) : listener.IsSampled(hash = HashOf(region, rest)))
            {
                Leave(hash);
            }
        }
    }

    public void Forget(ulong hash)
    {
        lock (_gate)
        {
            Leave(hash);
        }
    }

    private static ulong HashOf(ReadOnlySpan<char> region, ReadOnlySpan<char> text) =>
        XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text), (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(region)));

    private void Leave(ulong hash)
    {
        if (_values.Remove(hash, out KnownValue? known))
        {
            string text = known.Subject.Key.Text;
            _characters -= text.Length;
            if (EntryMember.IsHashed(text))
            {
                _hashed.Remove(known.Subject.Key.Member);
            }
        }
    }
}
