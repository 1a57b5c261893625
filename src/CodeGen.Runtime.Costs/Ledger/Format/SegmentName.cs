using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>Names of a ledger's files: <c>segment-0000000001.ledger</c>, and the same with <c>.new</c> while it is prepared.</summary>
internal static class SegmentName
{
    public const string Unfinished = ".new";

    private const string Prefix = "segment-";
    private const string Suffix = ".ledger";

    public static string Of(long number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D10}{Suffix}");

    public static string PathOf(string directory, long number) => Path.Combine(directory, Of(number));

    /// <summary>The number of the segment after another one; null where there is none. Only where one is missing in between are all names looked at, which are many.</summary>
    public static long? NextOf(string directory, long number)
    {
        if (File.Exists(PathOf(directory, number + 1)))
        {
            return number + 1;
        }

        foreach (long next in List(directory))
        {
            if (next > number)
            {
                return next;
            }
        }

        return null;
    }

    /// <summary>The numbers of the segments in a directory, in order.</summary>
    public static List<long> List(string directory)
    {
        var numbers = new List<long>();
        foreach (string path in Directory.EnumerateFiles(directory, Prefix + "*" + Suffix))
        {
            ReadOnlySpan<char> name = Path.GetFileName(path.AsSpan());
            if (name.EndsWith(Suffix, StringComparison.Ordinal)
                && long.TryParse(name[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        return numbers;
    }
}
