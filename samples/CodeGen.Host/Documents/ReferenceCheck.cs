using System.Text.Json.Nodes;

namespace CodeGen.Host.Documents;

/// <summary>
/// Refuses every reference that leaves the document. A generator would fetch a URL or open a file that a stranger named; here it never
/// gets the chance, and the caller learns the place.
/// </summary>
internal static class ReferenceCheck
{
    public static void Check(JsonObject root) => Visit(root, root, "#");

    private static void Visit(JsonObject root, JsonNode? node, string pointer)
    {
        switch (node)
        {
            case JsonObject owner:
                foreach ((string name, JsonNode? child) in owner)
                {
                    string place = JsonPointer.Append(pointer, name);
                    if (name == "$ref" && child is JsonValue value && value.TryGetValue(out string? target))
                    {
                        CheckTarget(root, target, place);
                    }
                    else if (name == "mapping" && pointer.EndsWith("/discriminator", StringComparison.Ordinal) && child is JsonObject mapping)
                    {
                        CheckMapping(root, mapping, place);
                    }
                    else
                    {
                        Visit(root, child, place);
                    }
                }

                break;
            case JsonArray list:
                for (int i = 0; i < list.Count; i++)
                {
                    Visit(root, list[i], JsonPointer.Append(pointer, i));
                }

                break;
        }
    }

    // The values of a discriminator's mapping are references too, and the generator follows them as such.
    private static void CheckMapping(JsonObject root, JsonObject mapping, string pointer)
    {
        foreach ((string name, JsonNode? child) in mapping)
        {
            if (child is JsonValue value && value.TryGetValue(out string? target))
            {
                CheckTarget(root, target, JsonPointer.Append(pointer, name));
            }
        }
    }

    private static void CheckTarget(JsonObject root, string target, string place)
    {
        if (!target.StartsWith('#'))
        {
            throw ProblemException.BadDocument($"The reference '{Shown.Text(target)}' leaves the document; this service opens neither URLs nor files.", place,
                "Bundle the document first, so that every $ref begins with '#/'.");
        }

        if (JsonPointer.Find(root, target) is null)
        {
            throw ProblemException.BadDocument($"The reference '{Shown.Text(target)}' names nothing in the document.", place,
                "Write a JSON pointer such as #/components/schemas/Pet, and define what it names.");
        }
    }
}
