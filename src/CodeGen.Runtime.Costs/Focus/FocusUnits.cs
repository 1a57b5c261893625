using System.Collections.Frozen;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// How FOCUS 1.2 writes units (attribute UnitFormat): <c>Tokens</c>, <c>1000000 Tokens</c>, <c>GPU-Hours</c>, <c>GB/Hour</c>, <c>Units/3 Months</c>. Words of its own list have its spelling; others begin
/// with a capital letter.
/// </summary>
internal static class FocusUnits
{
    private static readonly FrozenSet<string> s_sizes = FrozenSet.Create(
        StringComparer.Ordinal, [.. "b B".Split(' '), .. from prefix in "K M G T P E Ki Mi Gi Ti Pi Ei".Split(' ') from unit in "b B".Split(' ') select prefix + unit]);

    private static readonly FrozenSet<string> s_times = FrozenSet.Create(StringComparer.Ordinal, "Year", "Month", "Day", "Hour", "Minute", "Second");
    private static readonly FrozenSet<string> s_counts = FrozenSet.Create(StringComparer.Ordinal, "Count", "Unit", "Request", "Token", "Connection", "Certificate", "Domain", "Core");
    private static readonly FrozenSet<string> s_spelled = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, [.. s_sizes, .. s_times, .. s_counts, .. s_times.Select(Plural), .. s_counts.Select(Plural)]);

    public static bool IsUnit(string text)
    {
        string[] ratio = text.Split('/');
        if (ratio.Length > 2 || (ratio.Length == 2 && !IsSpan(ratio[1])))
        {
            return false;
        }

        string[] compound = WithoutQuantity(ratio[0], out _).Split('-');
        return compound.Length switch
        {
            1 => IsWord(compound[0], plural: true),
            2 => IsWord(compound[0], plural: false) && s_times.Any(time => compound[1] == Plural(time)),
            _ => false,
        };
    }

    /// <summary><c>Hour</c> or <c>3 Months</c>.</summary>
    private static bool IsSpan(string text)
    {
        string word = WithoutQuantity(text, out bool several);
        return s_times.Any(time => word == (several ? Plural(time) : time));
    }

    private static bool IsWord(string word, bool plural) =>
        s_sizes.Contains(word)
        || (s_spelled.Contains(word)
            ? (plural ? s_times.Concat(s_counts).Any(known => word == Plural(known)) : s_times.Contains(word) || s_counts.Contains(word))
            : word.Length > 0 && char.IsUpper(word[0]) && word.Split(' ').All(static part => part.Length > 0 && part.All(char.IsLetterOrDigit)));

    private static string WithoutQuantity(string text, out bool has)
    {
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        has = space > 0 && text[0] != '0' && text.AsSpan(0, space).IndexOfAnyExceptInRange('0', '9') < 0;
        return has ? text[(space + 1)..] : text;
    }

    private static string Plural(string word) => word + "s";
}
