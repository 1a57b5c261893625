using System.Text.Json.Nodes;

namespace CodeGen.Host.Documents;

/// <summary>
/// Refuses schemas that are their own base through <c>$ref</c>, <c>allOf</c>, <c>oneOf</c> and <c>anyOf</c>. The generator walks such a
/// chain by recursion without a guard, and a stack overflow ends the process. Recursion through properties and items is ordinary and allowed.
/// </summary>
internal static class InheritanceCheck
{
    /// <summary>The longest chain of bases that is accepted.</summary>
    public const int MaxChain = 64;

    private static readonly string[] Combiners = ["allOf", "oneOf", "anyOf"];

    public static void Check(JsonObject root)
    {
        var walk = new Walk(root);
        Visit(walk, root);
    }

    private static void Visit(Walk walk, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject owner:
                walk.Length(owner, 0);
                foreach ((_, JsonNode? child) in owner)
                {
                    Visit(walk, child);
                }

                break;
            case JsonArray list:
                foreach (JsonNode? child in list)
                {
                    Visit(walk, child);
                }

                break;
        }
    }

    private sealed class Walk(JsonObject root)
    {
        private const int OnPath = -1;

        private readonly Dictionary<JsonObject, int> _lengths = new(ReferenceEqualityComparer.Instance);

        /// <summary>The longest chain of bases that begins at a schema; each schema is walked once.</summary>
        public int Length(JsonObject schema, int depth)
        {
            if (_lengths.TryGetValue(schema, out int known))
            {
                return known != OnPath
                    ? known
                    : throw ProblemException.BadDocument("The schema is its own base.", schema.PointerFromRoot(),
                        "Break the circle of $ref, allOf, oneOf and anyOf: let the base name its variants in oneOf, or the variants name their base in allOf, not both.");
            }

            _lengths[schema] = OnPath;
            int longest = 0;
            foreach (JsonObject next in Bases(schema))
            {
                // Checked on the way down as well: a long chain must not exhaust this walk's own stack.
                if (depth >= MaxChain || (longest = Math.Max(longest, 1 + Length(next, depth + 1))) > MaxChain)
                {
                    throw ProblemException.BadDocument($"The schema has a chain of more than {MaxChain} bases.", schema.PointerFromRoot(), "Flatten the hierarchy.");
                }
            }

            return _lengths[schema] = longest;
        }

        private IEnumerable<JsonObject> Bases(JsonObject schema)
        {
            if (schema["$ref"] is JsonValue reference && reference.TryGetValue(out string? target) && JsonPointer.Find(root, target) is JsonObject named)
            {
                yield return named;
            }

            foreach (string combiner in Combiners)
            {
                if (schema[combiner] is JsonArray parts)
                {
                    foreach (JsonObject part in parts.OfType<JsonObject>())
                    {
                        yield return part;
                    }
                }
            }
        }
    }
}
