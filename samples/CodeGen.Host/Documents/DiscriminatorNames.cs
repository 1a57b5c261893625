using System.Text.Json.Nodes;

namespace CodeGen.Host.Documents;

/// <summary>
/// OpenAPI lets a discriminator's mapping give a schema's bare name; the generator takes only references. Writes each bare name of a
/// known schema as the reference it stands for.
/// </summary>
internal static class DiscriminatorNames
{
    public static void Expand(JsonObject root)
    {
        if (root["components"] is JsonObject components && components["schemas"] is JsonObject schemas)
        {
            Visit(root, schemas);
        }
    }

    private static void Visit(JsonNode? node, JsonObject schemas)
    {
        switch (node)
        {
            case JsonObject owner:
                if (owner["discriminator"] is JsonObject discriminator && discriminator["mapping"] is JsonObject mapping)
                {
                    ExpandMapping(mapping, schemas);
                }

                foreach ((_, JsonNode? child) in owner)
                {
                    Visit(child, schemas);
                }

                break;
            case JsonArray list:
                foreach (JsonNode? child in list)
                {
                    Visit(child, schemas);
                }

                break;
        }
    }

    private static void ExpandMapping(JsonObject mapping, JsonObject schemas)
    {
        foreach (string name in mapping.Select(static pair => pair.Key).ToArray())
        {
            if (mapping[name] is JsonValue value && value.TryGetValue(out string? target) && schemas.ContainsKey(target))
            {
                mapping[name] = JsonPointer.Append("#/components/schemas", target);
            }
        }
    }
}
