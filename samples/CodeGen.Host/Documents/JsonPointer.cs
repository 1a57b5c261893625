using System.Text.Json.Nodes;

namespace CodeGen.Host.Documents;

/// <summary>The fragment form of RFC 6901: <c>#/components/schemas/Pet</c>.</summary>
internal static class JsonPointer
{
    public static string Append(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    public static string Append(string pointer, int index) => $"{pointer}/{index}";

    /// <summary>The node that a fragment names, or <see langword="null"/> when there is none.</summary>
    public static JsonNode? Find(JsonNode root, string fragment)
    {
        if (fragment is "#" or "#/")
        {
            return root;
        }

        if (!fragment.StartsWith("#/", StringComparison.Ordinal))
        {
            return null;
        }

        JsonNode? node = root;
        foreach (Range range in fragment.AsSpan(2).Split('/'))
        {
            string name = Uri.UnescapeDataString(fragment[2..][range]).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            node = node switch
            {
                JsonObject owner => owner[name],
                JsonArray list when int.TryParse(name, out int index) && index >= 0 && index < list.Count => list[index],
                _ => null,
            };
            if (node is null)
            {
                return null;
            }
        }

        return node;
    }
}
