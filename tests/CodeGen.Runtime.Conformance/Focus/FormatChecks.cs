using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CodeGen.Runtime.Conformance.Focus;

/// <summary>Whether a cell that has a value has the type and the format that a check function names.</summary>
internal static partial class FormatChecks
{
    private const string Size = "(?:[KMGTPE]i?)?[bB]";
    private const string Times = "(?:Year|Month|Day|Hour|Minute|Second)s";
    private const string Singular = "Count|Unit|Request|Token|Connection|Certificate|Domain|Core|Year|Month|Day|Hour|Minute|Second";

    private static readonly string[] s_words = [.. $"{Singular}|b|B".Split('|'), .. $"{Singular}".Split('|').Select(static w => w + "s"), .. from p in "K M G T P E Ki Mi Gi Ti Pi Ei".Split(' ') from u in "b B".Split(' ') select p + u];

    /// <summary>Text can be read as any Unicode text; bytes that are no UTF-8, halves of surrogate pairs and NUL cannot.</summary>
    public static bool IsText(string cell) => !cell.Contains(FocusCsv.Invalid, StringComparison.Ordinal) && !cell.Contains('\0', StringComparison.Ordinal);

    /// <summary>StringHandling: a text, and neither empty nor blank.</summary>
    public static bool IsString(string cell) => IsText(cell) && !string.IsNullOrWhiteSpace(cell);

    public static bool IsInstant(string cell) => DateTimeOffset.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    /// <summary>DateTimeFormat: <c>2026-03-01T00:00:00Z</c>.</summary>
    public static bool IsUtc(string cell) => DateTime.TryParseExact(cell, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>CurrencyFormat: three letters are a code of ISO 4217, anything else is the name of a virtual currency.</summary>
    public static bool IsCurrency(string cell) => cell.Length == 3 && cell.All(char.IsAsciiLetter) ? NationalCurrencies.Contains(cell) : IsString(cell);

    /// <summary>KeyValueFormat: a JSON object whose keys differ and whose values are neither objects nor arrays.</summary>
    public static bool IsKeyValue(string cell)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(cell);
            var keys = new HashSet<string>(StringComparer.Ordinal);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.EnumerateObject().All(p => keys.Add(p.Name) && p.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// UnitFormat: <c>Tokens</c>, <c>1000 Tokens</c>, <c>GB-Hours</c>, <c>GB/Hour</c>, <c>Units/3 Months</c>. Words of the specification's list have its spelling, and its plural where one belongs; others
    /// begin with a capital letter.
    /// </summary>
    public static bool IsUnit(string cell)
    {
        Match match = Unit().Match(cell);
        if (!match.Success)
        {
            return false;
        }

        string word = match.Groups["word"].Value;
        bool listed = s_words.Contains(word, StringComparer.OrdinalIgnoreCase);
        bool compound = match.Groups["time"].Success;
        return !listed || (s_words.Contains(word, StringComparer.Ordinal) && (SizeOnly().IsMatch(word) || word.EndsWith('s') != compound));
    }

    [GeneratedRegex($@"^(?:[1-9][0-9]* )?(?<word>{Size}|\p{{Lu}}[\p{{L}}\p{{Nd}}]*(?: [\p{{L}}\p{{Nd}}]+)*)(?:-(?<time>{Times}))?(?:/(?:(?:Year|Month|Day|Hour|Minute|Second)|[1-9][0-9]* {Times}))?\z")]
    private static partial Regex Unit();

    [GeneratedRegex($@"^{Size}\z")]
    private static partial Regex SizeOnly();
}
