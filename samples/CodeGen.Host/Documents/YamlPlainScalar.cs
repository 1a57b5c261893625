using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CodeGen.Host.Documents;

/// <summary>What an unquoted YAML value means, by the core schema of YAML 1.2 (section 10.3.2).</summary>
internal static partial class YamlPlainScalar
{
    // Longer runs of digits are identifiers, not numbers that a schema could mean.
    private const int LongestNumber = 40;

    public static void Write(string text, Utf8JsonWriter json)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                json.WriteNullValue();
                return;
            case "true" or "True" or "TRUE":
                json.WriteBooleanValue(true);
                return;
            case "false" or "False" or "FALSE":
                json.WriteBooleanValue(false);
                return;
        }

        if (text.Length <= LongestNumber && JsonNumber().IsMatch(text))
        {
            // As written: 1.0 stays 1.0, which matters where a version was not quoted.
            json.WriteRawValue(text);
        }
        else if (text.Length <= LongestNumber && Number().IsMatch(text))
        {
            json.WriteNumberValue(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
        }
        else if (text.StartsWith("0x", StringComparison.Ordinal) && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long hexadecimal))
        {
            json.WriteNumberValue(hexadecimal);
        }
        else
        {
            json.WriteStringValue(text);
        }
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,2})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex JsonNumber();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,2})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
