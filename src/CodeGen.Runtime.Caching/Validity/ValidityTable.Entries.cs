using System.Buffers;

namespace CodeGen.Runtime.Caching;

/// <content>Judging entries of local memory, on the way of hits: nothing is allocated.</content>
internal sealed partial class ValidityTable
{
    private const int StackLength = 256;

    /// <summary>As <see cref="JudgeScopes(in Subject)"/>.</summary>
    public CacheMissReason JudgeScopes(LocalEntry entry)
    {
        CacheMissReason reason = JudgeHorizon(entry.Stamp);
        if (reason != CacheMissReason.None || IsSilent)
        {
            return reason;
        }

        if (IsScopeLater(entry))
        {
            return CacheMissReason.InvalidatedScope;
        }

        return IsLater(entry.Region.RegionMember, entry.Stamp.Sequence)
            ? CacheMissReason.InvalidatedRegion
            : JudgeRest(entry.Tags, entry.KeyText, entry.Stamp.Sequence, entry.PatternsCheckedTo);
    }

    /// <summary>Whether one of the scopes that <see cref="KeyScopes.ForKey"/> would give is later than the entry: they are looked up as parts of one text.</summary>
    private bool IsScopeLater(LocalEntry entry)
    {
        string text = entry.KeyText;
        int length = text.Length + 2;
        char[]? rented = length > StackLength ? ArrayPool<char>.Shared.Rent(length) : null;
        Span<char> member = rented is null ? stackalloc char[StackLength] : rented;
        member = member[..length];
        Span<Range> segments = stackalloc Range[KeyScopes.MaxSegments];
        int count = Math.Max(1, text.AsSpan().Split(segments, ':'));
        bool later = IsPrefixLater(entry, member, segments[..count]) || (entry.Template is { } template && IsDimensionLater(entry, template, member, segments[..count]));
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return later;
    }

    private bool IsPrefixLater(LocalEntry entry, Span<char> member, ReadOnlySpan<Range> segments)
    {
        member[0] = 's';
        entry.KeyText.CopyTo(member[1..]);
        member[^1] = ':';
        for (int i = 0; i < segments.Length - 1; i++)
        {
            if (IsLater(member[..(segments[i].End.Value + 2)], entry.Stamp.Sequence))
            {
                return true;
            }
        }

        return IsLater(member, entry.Stamp.Sequence);
    }

    private bool IsDimensionLater(LocalEntry entry, CacheKeyTemplate template, Span<char> member, ReadOnlySpan<Range> segments)
    {
        for (int i = 0; i < segments.Length; i++)
        {
            if (!template.IsDimension(i))
            {
                continue;
            }

            // No longer than the text: what it leaves open is a single character there.
            int written = template.WriteDimension('d', i, entry.KeyText.AsSpan()[segments[i]], member);
            if (IsLater(member[..written], entry.Stamp.Sequence))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsLater(ReadOnlySpan<char> member, long sequence) =>
        _scopes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(member, out long last) && last > sequence;
}
