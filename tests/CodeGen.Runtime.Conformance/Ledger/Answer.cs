using System.Globalization;
using System.Text;

namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>A delivery and what a ledger answered.</summary>
/// <param name="Kind">What.</param>
/// <param name="Number">The event.</param>
/// <param name="Variant">Which variant was delivered.</param>
/// <param name="Sequence">The record that was made or named; 0 where none was.</param>
internal readonly record struct Answer(AnswerKind Kind, long Number, int Variant, long Sequence)
{
    private const string Head = "acks";
    private const char End = '.';
    private const int Words = 4;

    /// <summary>Begins a line of answers.</summary>
    public static StringBuilder Begin(StringBuilder line) => line.Clear().Append(Head);

    public void AddTo(StringBuilder line) => line.Append(CultureInfo.InvariantCulture, $" {(char)Kind} {Number} {Variant} {Sequence}");

    public static string Finish(StringBuilder line) => line.Append(' ').Append(End).ToString();

    /// <summary>The answers of a line. A line that its writer did not finish, because it was killed, has none.</summary>
    public static IEnumerable<Answer> Parse(string line)
    {
        string[] words = line.Split(' ');
        if (words[0] != Head || words[^1] is not [End])
        {
            yield break;
        }

        for (int i = 1; i + Words <= words.Length; i += Words)
        {
            yield return new((AnswerKind)words[i][0], Long(words[i + 1]), (int)Long(words[i + 2]), Long(words[i + 3]));
        }
    }

    private static long Long(string word) => long.Parse(word, CultureInfo.InvariantCulture);
}
