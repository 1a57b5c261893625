namespace CodeGen.Runtime.Costs;

/// <summary>Keys of groups are equal when all their values are.</summary>
internal sealed class ReportKeys : IEqualityComparer<string?[]>, IComparer<string?[]>
{
    public static ReportKeys Instance { get; } = new();

    public bool Equals(string?[]? x, string?[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(string?[] obj)
    {
        var hash = default(HashCode);
        foreach (string? value in obj)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    /// <summary>Letter by letter; what has no value comes first.</summary>
    public int Compare(string?[]? x, string?[]? y)
    {
        for (int i = 0; i < x!.Length; i++)
        {
            int order = string.CompareOrdinal(x[i], y![i]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }
}
