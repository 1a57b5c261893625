using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CodeGen.Runtime.Costs;

/// <summary>Writes tags and price details as FOCUS has them: a JSON object, its keys in ordinal order. Not thread-safe.</summary>
internal sealed class FocusJson
{
    /// <summary>Texts of other scripts stay readable: the file is UTF-8 and no HTML.</summary>
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _json = new();

    /// <summary>A null value becomes <c>true</c>, one whose key is in <paramref name="numeric"/> a number.</summary>
    public string Write(IEnumerable<KeyValuePair<string, string?>> values, IReadOnlySet<string> numeric)
    {
        _json.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_json, s_json))
        {
            json.WriteStartObject();
            foreach ((string key, string? value) in values.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                json.WritePropertyName(key);
                if (value is null)
                {
                    json.WriteBooleanValue(true);
                }
                else if (numeric.Contains(key))
                {
                    json.WriteNumberValue(decimal.Parse(value, FocusNumbers.Plain, CultureInfo.InvariantCulture));
                }
                else
                {
                    json.WriteStringValue(value);
                }
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(_json.WrittenSpan);
    }
}
