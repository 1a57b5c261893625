using System.Buffers;
using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <content>Judging by scopes, on the way of hits: they are looked up as parts of the key's text, and nothing is allocated.</content>
internal sealed partial class ValidityTable
{
    private const int StackLength = 256;

    /// <summary>Whether nothing but keys was ever invalidated.</summary>
    private bool IsSilent => !_spoken;

    /// <summary>Judges a value by everything except its key's own records, which L1 is told of directly.</summary>
    public CacheMissReason JudgeScopes(in Subject subject)
    {
        CacheMissReason reason = JudgeHorizon(subject.Stamp);
        if (reason != CacheMissReason.None || IsSilent)
        {
            return reason;
        }

        long sequence = subject.Stamp.Sequence;
        if (IsScopeLater(subject.Key.Text, subject.Key.Region.Template, sequence))
        {
            return CacheMissReason.InvalidatedScope;
        }

        return IsLater(subject.Key.Region.RegionMember, sequence)
            ? CacheMissReason.InvalidatedRegion
            : JudgeRest(subject.Tags, subject.Key.Text, sequence, subject.PatternsCheckedTo);
    }

    private CacheMissReason JudgeHorizon(in LogPosition stamp)
    {
        LogHorizon horizon = _horizon;
        if (!horizon.Covers(stamp.Epoch))
        {
            return CacheMissReason.Epoch;
        }

        return stamp.Sequence < horizon.Floor ? CacheMissReason.Floor : CacheMissReason.None;
    }

    /// <summary>Judges by what is not in the key's own scopes.</summary>
    private CacheMissReason JudgeRest(string[] tags, string keyText, long sequence, long patternsCheckedTo)
    {
        foreach (string tag in tags)
        {
            if (_scopes.TryGetValue(tag, out long last) && last > sequence)
            {
                return CacheMissReason.InvalidatedTag;
            }
        }

        if (_scopes.TryGetValue(ClearMember, out long cleared) && cleared > sequence)
        {
            return CacheMissReason.Cleared;
        }

        return _patterns.Matches(keyText, Math.Max(sequence, patternsCheckedTo)) ? CacheMissReason.InvalidatedPattern : CacheMissReason.None;
    }

    /// <summary>Whether one of the scopes that <see cref="KeyScopes.ForKey"/> would give is later.</summary>
    private bool IsScopeLater(string text, CacheKeyTemplate? template, long sequence)
    {
        int length = text.Length + 2;
        char[]? rented = length > StackLength ? ArrayPool<char>.Shared.Rent(length) : null;
        Span<char> member = rented is null ? stackalloc char[StackLength] : rented;
        member = member[..length];
        Span<Range> segments = stackalloc Range[KeyScopes.MaxSegments];
        segments = segments[..Math.Max(1, text.AsSpan().Split(segments, ':'))];
        bool later = IsPrefixLater(text, sequence, member, segments) || (template is not null && IsDimensionLater(text, template, sequence, member, segments));
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return later;
    }

    private bool IsPrefixLater(string text, long sequence, Span<char> member, ReadOnlySpan<Range> segments)
    {
        member[0] = 's';
        text.CopyTo(member[1..]);
        member[^1] = ':';
        for (int i = 0; i < segments.Length - 1; i++)
        {
            if (IsLater(member[..(segments[i].End.Value + 2)], sequence))
            {
                return true;
            }
        }

        return IsLater(member, sequence);
    }

    private bool IsDimensionLater(string text, CacheKeyTemplate template, long sequence, Span<char> member, ReadOnlySpan<Range> segments)
    {
        for (int i = 0; i < segments.Length; i++)
        {
            if (!template.IsDimension(i))
            {
                continue;
            }

            // No longer than the text: what it leaves open is a single character there.
            int written = template.WriteDimension('d', i, text.AsSpan()[segments[i]], member);
            if (IsLater(member[..written], sequence))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsLater(ReadOnlySpan<char> member, long sequence) =>
        _scopes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(member, out long last) && last > sequence;
}
