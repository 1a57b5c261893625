using System.Globalization;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>A damage as six words.</summary>
internal static class DamageLine
{
    public static string Of(LedgerDamage damage) =>
        string.Create(CultureInfo.InvariantCulture, $"{damage.Kind} {damage.Segment} {damage.Offset} {damage.Bytes} {damage.FirstSequence} {damage.LastSequence}");

    public static LedgerDamage Read(ReadOnlySpan<string> words) =>
        new(Enum.Parse<LedgerDamageKind>(words[0]), Long(words[1]), Long(words[2]), Long(words[3]), Long(words[4]), Long(words[5]));

    private static long Long(string word) => long.Parse(word, CultureInfo.InvariantCulture);
}
