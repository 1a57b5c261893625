using System.Text.Json;

namespace CodeGen.Runtime.Conformance.Focus;

/// <summary>The machine-readable part of a requirement or a condition: a check function with its arguments, or several joined by AND or OR.</summary>
/// <param name="Function">The check function's name.</param>
/// <param name="Columns">The columns it is about, in the order of its arguments.</param>
/// <param name="Value">The value to compare with; undefined where it takes none.</param>
/// <param name="RuleId">The rule that is referred to, or null.</param>
/// <param name="Items">What AND and OR join.</param>
internal sealed record RuleCheck(string Function, IReadOnlyList<string> Columns, JsonElement Value, string? RuleId, IReadOnlyList<RuleCheck> Items)
{
    public const string And = "AND";
    public const string Or = "OR";
    public const string OtherRule = "CheckModelRule";
    public const string Presence = "ColumnPresent";
    public const string DistinctCount = "CheckDistinctCount";

    private static readonly string[] s_oneColumn = ["ColumnName"];
    private static readonly string[] s_twoColumns = ["ColumnAName", "ColumnBName"];

    /// <summary>The columns, and those of all that is joined.</summary>
    public IEnumerable<string> AllColumns => Columns.Concat(Items.SelectMany(static item => item.AllColumns));

    /// <summary>Reads a check.</summary>
    /// <returns>Null where the object is empty: nothing can be read by a machine.</returns>
    /// <exception cref="NotSupportedException">It has another form; the message says which.</exception>
    public static RuleCheck? Parse(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.EnumerateObject().Any())
        {
            return null;
        }

        if (json.TryGetProperty("CheckFunction", out JsonElement name))
        {
            return Named(json, name.GetString() ?? "");
        }

        // A short form of some conditions: the function is the only key, and its value an item or a list of them.
        JsonProperty only = json.EnumerateObject().First();
        return only.Name is And or Or
            ? Joined(only.Name, only.Value.ValueKind == JsonValueKind.Array ? only.Value.EnumerateArray() : [only.Value])
            : throw new NotSupportedException($"no CheckFunction in {json.GetRawText()}");
    }

    private static RuleCheck Named(JsonElement json, string function) => function switch
    {
        And or Or => Joined(function, json.GetProperty(nameof(Items)).EnumerateArray()),
        OtherRule => new(function, [], default, Text(json, function, "ModelRuleId"), []),
        Presence or "TypeString" or "TypeDecimal" or "TypeDateTime" or "FormatString" or "FormatNumeric" or "FormatDateTime" or "FormatKeyValue" or "FormatUnit" or "FormatCurrency"
            or "CheckNationalCurrency" or "CheckDecimalValue" => Of(json, function, s_oneColumn, null),
        "CheckValue" or "CheckNotValue" or "CheckGreaterOrEqualThanValue" => Of(json, function, s_oneColumn, "Value"),
        "CheckSameValue" or "CheckNotSameValue" => Of(json, function, s_twoColumns, null),
        DistinctCount => Of(json, function, s_twoColumns, "ExpectedCount"),
        "ColumnByColumnEqualsColumnValue" => Of(json, function, [.. s_twoColumns, "ResultColumnName"], null),
        _ => throw new NotSupportedException($"check function {function} is not known"),
    };

    private static RuleCheck Joined(string function, IEnumerable<JsonElement> items) =>
        new(function, [], default, null, [.. items.Select(static item => Parse(item) ?? throw new NotSupportedException("an empty item"))]);

    private static RuleCheck Of(JsonElement json, string function, string[] columns, string? value)
    {
        JsonElement compared = default;
        return value is null || json.TryGetProperty(value, out compared)
            ? new(function, [.. columns.Select(column => Text(json, function, column))], compared, null, [])
            : throw new NotSupportedException($"{function} without {value}");
    }

    private static string Text(JsonElement json, string function, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.GetString() is { } text ? text : throw new NotSupportedException($"{function} without {name}");
}
