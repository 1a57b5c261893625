using System.Buffers;
using System.Globalization;
using System.Text;

namespace CodeGen.Runtime.Costs;

/// <summary>Writes cells as RFC 4180 has them: commas between, quotes where needed, CRLF after each row. A cell without a value is empty and not quoted.</summary>
internal sealed class FocusCsvCells(ArrayBufferWriter<byte> output, bool forSpreadsheets) : IFocusCells
{
    /// <summary>Longer than any number: 39 digits of an Int128, a sign and a point.</summary>
    private const int MostDigits = 48;

    private const string FormulaStarts = "=+-@\t\r\n＝＋－＠";

    private static readonly SearchValues<char> s_quoted = SearchValues.Create(",\"\r\n");
    private readonly FocusJson _json = new();
    private bool _first = true;

    public void EndRow()
    {
        output.Write("\r\n"u8);
        _first = true;
    }

    public void Text(string? value)
    {
        Next();
        if (value is not null)
        {
            Write(forSpreadsheets && FormulaStarts.Contains(value[0], StringComparison.Ordinal) ? "'" + value : value);
        }
    }

    public void Amount(Money value)
    {
        Next();
        Span<char> digits = stackalloc char[MostDigits];
        Ascii(digits[..FocusNumbers.Format(value.Picos, digits)]);
    }

    public void Number(decimal? value)
    {
        Next();
        if (value is { } number)
        {
            Span<char> digits = stackalloc char[MostDigits];
            number.TryFormat(digits, out int written, FocusNumbers.AllDecimals, CultureInfo.InvariantCulture);
            Ascii(digits[..written]);
        }
    }

    public void Instant(DateTimeOffset value)
    {
        Next();
        Span<char> text = stackalloc char[MostDigits];
        value.UtcDateTime.TryFormat(text, out int written, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        Ascii(text[..written]);
    }

    public void Object(IEnumerable<KeyValuePair<string, string?>>? values, IReadOnlySet<string> numeric)
    {
        Next();
        if (values is not null)
        {
            Write(_json.Write(values, numeric));
        }
    }

    private void Next()
    {
        if (!_first)
        {
            output.Write(","u8);
        }

        _first = false;
    }

    /// <summary>Quoted also where a space begins or ends the text, which some readers drop otherwise.</summary>
    private void Write(string text)
    {
        if (text.AsSpan().ContainsAny(s_quoted) || text[0] == ' ' || text[^1] == ' ')
        {
            text = $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        }

        Encoding.UTF8.GetBytes(text, output);
    }

    private void Ascii(ReadOnlySpan<char> text) => Encoding.ASCII.GetBytes(text, output);
}
