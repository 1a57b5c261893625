using System.Text;

namespace CodeGen.Runtime.Costs;

/// <summary>Units of prices as FOCUS writes them.</summary>
internal static class FocusUnitNames
{
    public const string Tokens = "Tokens";

    public const string MillionTokens = "1000000 Tokens";

    public const string Seconds = "Seconds";

    /// <summary>What stands for a unit that cannot be written by the rules of FOCUS.</summary>
    public const string Units = "Units";

    public static string Of(string unit) => unit switch
    {
        CostLine.TokenUnit => Tokens,
        "tokenHour" => "Token-Hours",
        _ when FocusUnits.IsUnit(unit) => unit,
        _ => Plural(unit) is var plural && FocusUnits.IsUnit(plural) ? plural : Units,
    };

    /// <summary>Letters and digits, a capital first, an s at the end.</summary>
    private static string Plural(string unit)
    {
        var text = new StringBuilder();
        foreach (char c in unit)
        {
            text.Append(char.IsAsciiLetterOrDigit(c) ? c : ' ');
        }

        string word = text.ToString().Trim();
        return word.Length == 0 ? Units : char.ToUpperInvariant(word[0]) + word[1..] + (word.EndsWith('s') ? string.Empty : "s");
    }
}
