namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>Compares what a read gave with the truth. Thread-safe.</summary>
internal sealed class StalenessChecker(Truth truth)
{
    /// <summary>Judges one read.</summary>
    /// <param name="key">The key that was asked for.</param>
    /// <param name="value">What came.</param>
    /// <param name="readAt">When the read began: only what was acknowledged before that, by more than the bound, is held against it.</param>
    /// <param name="bound">The promised bound, in ticks of the machine-wide clock.</param>
    public Verdict Judge(int key, CheckedValue value, long readAt, long bound)
    {
        if (value.Key != key)
        {
            return new Verdict(VerdictKind.WrongKey);
        }

        long[]? seen = value.Set == 0 ? value.Seen : truth.SeenBySet(value.Set);
        if (seen is null)
        {
            return new Verdict(VerdictKind.NotJudged);
        }

        ReadOnlySpan<int> groups = KeySpace.GroupsOf(key);
        var worst = new Verdict(VerdictKind.Fresh);
        for (int i = 0; i < groups.Length; i++)
        {
            if (truth.FirstAcknowledgedAfter(groups[i], seen[i]) is { } first && readAt - first.At > worst.Staleness)
            {
                long staleness = readAt - first.At;
                worst = new Verdict(staleness > bound ? VerdictKind.StaleBeyondBound : VerdictKind.StaleWithinBound, staleness, groups[i], first.Version, seen[i]);
            }
        }

        return worst;
    }
}
