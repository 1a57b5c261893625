using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CodeGen.Runtime.Caching;

/// <summary>Puts a number in the place of a long text, where <see cref="LongTexts"/> has it. Only for properties that are declared as texts: nothing else could tell the number from one of its own.</summary>
internal sealed class LongTextConverter : JsonConverter<string>
{
    private static readonly LongTextConverter s_instance = new();

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number ? LongTexts.Get(reader.GetInt64()) : reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        if (value.Length >= LongTexts.MinLength && LongTexts.Collected is { } texts)
        {
            writer.WriteNumberValue(LongTexts.Add(texts, value));
        }
        else
        {
            writer.WriteStringValue(value);
        }
    }

    /// <summary>Sets it on the text properties of a type that have no converter of their own.</summary>
    public static void Use(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (property.PropertyType == typeof(string) && property.CustomConverter is null && !property.IsExtensionData)
            {
                property.CustomConverter = s_instance;
            }
        }
    }
}
