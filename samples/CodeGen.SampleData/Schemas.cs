using System.Text.Json.Nodes;

namespace CodeGen.SampleData;

/// <summary>Makes the schemas of the document.</summary>
internal static class Schemas
{
    public static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    public static JsonObject ListOf(JsonObject item) => new() { ["type"] = "array", ["items"] = item };

    /// <summary>The schemas of one kind: resource, specification, status, what creates and what changes it, a page, an event.</summary>
    public static void Add(JsonObject schemas, ResourceKind kind)
    {
        string noun = Words.Split(kind.Name);
        schemas[kind.Name] = AllOf("Resource", Object($"{Words.Capital(Words.Article(noun))} of the inventory.",
            [("spec", Reference($"{kind.Name}Spec")), ("status", Reference($"{kind.Name}Status"))], ["spec"]));
        schemas[$"{kind.Name}Spec"] = Object($"What was asked for: the settings of {Words.Article(noun)}.",
            kind.Specification.Select(property => (property.Name, Property(property, noun))), kind.Specification.Where(static property => property.Required).Select(static property => property.Name));
        schemas[$"{kind.Name}Status"] = AllOf("ResourceStatus", Object($"What is: the observed state of {Words.Article(noun)}.",
            kind.Status.Select(property => (property.Name, Property(property, noun))), []));
        schemas[$"{kind.Name}Create"] = Object($"What creates {Words.Article(noun)}.",
            [
                ("displayName", Text("The name that people see; need not be unique.")),
                ("region", Text("The region to create it in.")),
                ("labels", Map(Text("The label's value."))),
                ("spec", Reference($"{kind.Name}Spec")),
            ],
            ["displayName", "region", "spec"]);
        schemas[$"{kind.Name}Update"] = Object($"What changes {Words.Article(noun)}; what is absent stays as it is.",
            [
                ("displayName", Text("The new name.")),
                ("labels", Map(Text("The label's value."))),
                .. kind.Specification.Where(static property => !property.Required).Select(property => (property.Name, Property(property, noun))),
            ],
            []);
        schemas[$"{kind.Name}Page"] = AllOf("Page", Object($"One page of {Words.Split(kind.Plural)}.", [("items", ListOf(Reference(kind.Name)))], ["items"]));
        schemas[$"{kind.Name}Event"] = AllOf("ResourceEvent", Object($"Something that happened to {Words.Article(noun)}.",
            [
                ("action", Enumeration(["create", "update", "delete", .. kind.Actions], $"What was done to the {noun}.")),
                ("before", Reference($"{kind.Name}Spec")),
                ("after", Reference($"{kind.Name}Spec")),
            ],
            ["action"]));
    }

    public static JsonObject Object(string description, IEnumerable<(string Name, JsonObject Schema)> properties, IEnumerable<string> required)
    {
        var schema = new JsonObject { ["type"] = "object", ["description"] = description };
        JsonNode[] names = [.. required.Select(static name => JsonValue.Create(name))];
        if (names.Length > 0)
        {
            schema["required"] = new JsonArray(names);
        }

        schema["properties"] = new JsonObject(properties.Select(static property => KeyValuePair.Create(property.Name, (JsonNode?)property.Schema)));
        return schema;
    }

    public static JsonObject Of(string type, string description) => type switch
    {
        "string" => Text(description),
        "int" => new JsonObject { ["type"] = "integer", ["format"] = "int32", ["minimum"] = 0, ["description"] = description },
        "long" => new JsonObject { ["type"] = "integer", ["format"] = "int64", ["minimum"] = 0, ["description"] = description },
        "number" => new JsonObject { ["type"] = "number", ["format"] = "double", ["description"] = description },
        "bool" => new JsonObject { ["type"] = "boolean", ["default"] = false, ["description"] = description },
        "time" => Formatted("date-time", description),
        "date" => Formatted("date", description),
        "uri" => Formatted("uri", description),
        "ip" => Formatted("ip", description),
        "cidr" => new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9a-fA-F.:]+/[0-9]{1,3}$", ["description"] = description },
        ['=', .. var shared] => Reference(shared),
        ['@', .. var kind] => new JsonObject { ["type"] = "string", ["pattern"] = "^[a-z-]+/[a-z0-9-]{1,63}$", ["description"] = $"{description} The id of {Words.Article(Words.Split(kind))}." },
        ['[', .. var item, ']'] => Described(ListOf(Of(item, "One of them.")), description),
        ['<', .. var value, '>'] => Described(Map(Of(value, "One value.")), description),
        _ when type.Contains('|', StringComparison.Ordinal) => Enumeration(type.Split('|'), description),
        _ => throw new FormatException($"kinds.txt names the type '{type}', which is none of those in its first lines."),
    };

    private static JsonObject Property(ResourceProperty property, string noun) =>
        Of(property.Type, property.Type == "bool" ? $"Whether {Words.Describe(property.Name)} is on for the {noun}." : $"The {noun}'s {Words.Describe(property.Name)}.");

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };

    private static JsonObject Formatted(string format, string description) => new() { ["type"] = "string", ["format"] = format, ["description"] = description };

    private static JsonObject Map(JsonObject value) => new() { ["type"] = "object", ["additionalProperties"] = value };

    private static JsonObject Enumeration(IEnumerable<string> values, string description) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. values.Select(static value => JsonValue.Create(value))]), ["description"] = description };

    private static JsonObject Described(JsonObject schema, string description)
    {
        schema["description"] = description;
        return schema;
    }

    private static JsonObject AllOf(string baseName, JsonObject own) => new() { ["allOf"] = new JsonArray(Reference(baseName), own) };
}
