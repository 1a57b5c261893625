using System.Globalization;
using System.Text;

namespace CodeGen.Runtime.Costs;

/// <summary>Checks every text of a row, column by column: given where it must be, neither blank nor broken.</summary>
internal sealed class FocusTextCheck : IFocusCells
{
    private FocusColumn? _column;

    public static void Check(FocusRow row)
    {
        var check = new FocusTextCheck();
        foreach (FocusColumn column in FocusColumns.All)
        {
            check._column = column;
            column.Write(row, check);
        }
    }

    public void Text(string? value)
    {
        if (value is null)
        {
            if (_column!.NotNull is { } rule)
            {
                throw new FocusRowException(_column.Name, null, "it always has a value", rule);
            }

            return;
        }

        if (string.IsNullOrWhiteSpace(value))
        {
            throw new FocusRowException(_column!.Name, value, "an empty text stands for nothing; leave it null where the column allows it", "NullHandling-A-002-M");
        }

        Unicode(value);
    }

    public void Amount(Money value)
    {
    }

    public void Number(decimal? value)
    {
    }

    public void Instant(DateTimeOffset value)
    {
    }

    public void Object(IEnumerable<KeyValuePair<string, string?>>? values, IReadOnlySet<string> numeric)
    {
        foreach ((string key, string? value) in values ?? [])
        {
            if (string.IsNullOrWhiteSpace(key))
            {
                throw new FocusRowException(_column!.Name, key, "a key is not blank", "KeyValueFormat-A-001-M");
            }

            Unicode(key);
            if (value is null)
            {
                continue;
            }

            Unicode(value);
            if (numeric.Contains(key) && !decimal.TryParse(value, FocusNumbers.Plain, CultureInfo.InvariantCulture, out _))
            {
                throw new FocusRowException(_column!.Name, value, $"the value of '{key}' is a plain number", "SkuPriceDetails-C-021-M");
            }
        }
    }

    /// <summary>Halves of surrogate pairs are no text, and a NUL ends the text in many readers.</summary>
    private void Unicode(string text)
    {
        for (int i = 0; i < text.Length;)
        {
            if (text[i] == '\0' || Rune.DecodeFromUtf16(text.AsSpan(i), out _, out int length) != System.Buffers.OperationStatus.Done)
            {
                throw new FocusRowException(_column!.Name, Escaped(text), $"it is no valid text at character {i}", "StringHandling-A-001-M");
            }

            i += length;
        }
    }

    private static string Escaped(string text) => string.Concat(text.Select(static c => char.IsSurrogate(c) || c == '\0' ? $"\\u{(int)c:X4}" : $"{c}"));
}
