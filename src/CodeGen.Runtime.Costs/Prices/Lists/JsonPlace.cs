using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace CodeGen.Runtime.Costs;

/// <summary>A value of a price file and where it stands, for messages.</summary>
internal sealed record JsonPlace(JsonElement Element, string Source, JsonPlace? Parent, string? Name, int Index)
{
    private const int MaxText = 200;

    public string Path => Parent is null ? "$" : Name is null ? $"{Parent.Path}[{Index}]" : $"{Parent.Path}.{PriceListException.Shown(Name)}";

    public static JsonPlace Root(JsonElement element, string source) => new(element, source, null, null, 0);

    /// <summary>The properties, each name once.</summary>
    public IEnumerable<JsonPlace> Properties()
    {
        Expect(JsonValueKind.Object, "an object in braces");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in Element.EnumerateObject())
        {
            JsonPlace place = new(property.Value, Source, this, property.Name, 0);
            yield return names.Add(property.Name) ? place : throw place.Wrong("the name is there twice. Keep one.");
        }
    }

    public IEnumerable<JsonPlace> Items()
    {
        Expect(JsonValueKind.Array, "a list in brackets");
        int index = 0;
        foreach (JsonElement item in Element.EnumerateArray())
        {
            yield return new(item, Source, this, null, index++);
        }
    }

    public IReadOnlyList<T> List<T>(Func<JsonPlace, T> read) => [.. Items().Select(read)];

    /// <summary>One text, or a list of them.</summary>
    public IReadOnlyList<string> Texts() => Element.ValueKind == JsonValueKind.Array ? List(static item => item.Text()) : [Text()];

    public string Text()
    {
        Expect(JsonValueKind.String, "a text in quotes");
        string text = Element.GetString()!;
        return text.Length is > 0 and <= MaxText ? text : throw Wrong($"it has {text.Length} characters. Write 1 to {MaxText}.");
    }

    public decimal Number()
    {
        string text = Element.ValueKind == JsonValueKind.Number ? Element.GetRawText() : Text();
        return PriceDecimal.TryParse(text, out decimal value)
            ? value
            : throw Wrong("that is not a price. Write digits, with decimals behind a point, 0 or more, such as \"2.50\".");
    }

    public long Whole()
    {
        string text = Element.ValueKind == JsonValueKind.Number ? Element.GetRawText() : Text();
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : throw Wrong("that is not a whole number. Write digits only.");
    }

    public DateTimeOffset? Time()
    {
        if (Element.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return DateTimeOffset.TryParseExact(
            Text(), ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time
            : throw Wrong("that is not a date. Write one in UTC such as \"2026-10-07\", a time such as \"2026-10-07T12:00:00Z\", or null.");
    }

    public Currency Currency() => Costs.Currency.TryParse(Text(), out Currency currency) && currency != Costs.Currency.None
        ? currency
        : throw Wrong("that is not a currency. Write its ISO 4217 code, such as \"USD\".");

    public PriceListException Wrong(string problem) =>
        new(Source, Path, Element.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? null : Element.ToString(), problem);

    [DoesNotReturn]
    public void Unknown(string known) => throw new PriceListException(Source, Path, null, $"there is no such name here. There are {known}.");

    private void Expect(JsonValueKind kind, string what)
    {
        if (Element.ValueKind != kind)
        {
            throw Wrong($"that is not {what}. Write {what}.");
        }
    }
}
