using System.Text.Json.Nodes;

namespace CodeGen.Host.Documents;

/// <summary>Where a node stands.</summary>
internal static class JsonNodeExtensions
{
    public static string PointerFromRoot(this JsonNode node)
    {
        var names = new Stack<string>();
        for (JsonNode current = node; current.Parent is { } parent; current = parent)
        {
            names.Push(parent is JsonArray ? current.GetElementIndex().ToString() : current.GetPropertyName());
        }

        return names.Aggregate("#", JsonPointer.Append);
    }
}
