using System.Text.Json.Nodes;

namespace CodeGen.Host.Documents;

/// <summary>
/// Rewrites named unions that the generator has no code for. It follows <c>oneOf</c> with references as if it were a reference and then
/// writes no type for the name that the rest of its code uses.
/// </summary>
internal static class NamedUnions
{
    public static void Rewrite(JsonObject root)
    {
        Rewrite((root["components"] as JsonObject)?["schemas"] as JsonObject, "#/components/schemas");
        Rewrite(root["definitions"] as JsonObject, "#/definitions");
        Rewrite(root["$defs"] as JsonObject, "#/$defs");
    }

    private static void Rewrite(JsonObject? schemas, string pointer)
    {
        foreach ((string name, JsonNode? schema) in schemas ?? [])
        {
            if (schema is JsonObject union && union["oneOf"] is JsonArray { Count: > 1 } variants && variants.Any(static variant => Target(variant) is not null))
            {
                Rewrite(union, variants, schemas!, JsonPointer.Append(pointer, name), pointer);
            }
        }
    }

    private static void Rewrite(JsonObject union, JsonArray variants, JsonObject schemas, string self, string pointer)
    {
        union.Remove("oneOf");
        if (union.ContainsKey("discriminator") && variants.All(variant => NamesAsBase(variant, schemas, self, pointer)))
        {
            // Base and variants name each other: the variants' side says it all, and makes classes that inherit.
            return;
        }

        // An open type that keeps every property of whichever variant comes. Without a discriminator: the variants do not inherit from it.
        union.Remove("discriminator");
        if (!union.ContainsKey("anyOf"))
        {
            union["anyOf"] = variants;
        }
    }

    private static bool NamesAsBase(JsonNode? variant, JsonObject schemas, string self, string pointer) =>
        Target(variant) is { } target
        && schemas.FirstOrDefault(schema => JsonPointer.Append(pointer, schema.Key) == target).Value is JsonObject named
        && named["allOf"] is JsonArray bases
        && bases.Any(part => Target(part) == self);

    private static string? Target(JsonNode? node) => node is JsonObject schema && schema["$ref"] is JsonValue value && value.TryGetValue(out string? target) ? target : null;
}
