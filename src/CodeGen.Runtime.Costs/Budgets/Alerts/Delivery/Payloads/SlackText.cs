using System.Text;

namespace CodeGen.Runtime.Costs;

/// <summary>Values in texts of Slack.</summary>
internal static class SlackText
{
    /// <summary>
    /// Escapes the three characters that begin links, mentions and entities, and puts spaces for control characters, which would begin a line or a quote. Cut between characters, never inside of an entity.
    /// </summary>
    /// <param name="text">The value.</param>
    /// <param name="most">How long the result may be, in UTF-16 characters.</param>
    public static string Escape(string text, int most)
    {
        var escaped = new StringBuilder(Math.Min(text.Length, most));
        foreach (Rune rune in text.EnumerateRunes())
        {
            string part = rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                _ => Rune.IsControl(rune) ? " " : rune.ToString(),
            };
            if (escaped.Length + part.Length > most - 1)
            {
                return escaped.Append('…').ToString();
            }

            escaped.Append(part);
        }

        return escaped.ToString();
    }
}
