using System.Text.Json.Nodes;

namespace CodeGen.SampleData;

/// <summary>Makes the paths of one kind: list, create, read, change, delete, its events, its actions.</summary>
internal static class Paths
{
    public static void Add(JsonObject paths, ResourceKind kind)
    {
        string noun = Words.Split(kind.Name);
        string plural = Words.Split(kind.Plural);
        string collection = $"/projects/{{project}}/{Words.Path(kind.Plural)}";
        paths[collection] = new JsonObject
        {
            ["parameters"] = new JsonArray(Parameter("Project")),
            ["get"] = Operation(kind, $"list{Words.Capital(kind.Plural)}", $"Lists {plural}.", Answer("200", "One page.", $"{kind.Name}Page"), null,
                Parameter("PageSize"), Parameter("PageToken"), Parameter("LabelSelector"), Parameter("Region")),
            ["post"] = Operation(kind, $"create{kind.Name}", $"Creates {Words.Article(noun)}.", Answer("202", "The work has begun.", "Operation"), $"{kind.Name}Create", Parameter("RequestId")),
        };
        string item = $"{collection}/{{id}}";
        paths[item] = new JsonObject
        {
            ["parameters"] = new JsonArray(Parameter("Project"), Parameter("Id")),
            ["get"] = Operation(kind, $"get{kind.Name}", $"Reads {Words.Article(noun)}.", Answer("200", $"The {noun}.", kind.Name), null),
            ["patch"] = Operation(kind, $"update{kind.Name}", $"Changes {Words.Article(noun)}.", Answer("202", "The work has begun.", "Operation"), $"{kind.Name}Update", Parameter("IfRevision")),
            ["delete"] = Operation(kind, $"delete{kind.Name}", $"Deletes {Words.Article(noun)}.", Answer("202", "The work has begun.", "Operation"), null, Parameter("IfRevision")),
        };
        JsonObject events = Answer("200", "The events, newest first.", null);
        events["200"]!["content"] = Json(Schemas.ListOf(Schemas.Reference($"{kind.Name}Event")));
        paths[$"{item}/events"] = new JsonObject
        {
            ["parameters"] = new JsonArray(Parameter("Project"), Parameter("Id")),
            ["get"] = Operation(kind, $"list{kind.Name}Events", $"Lists what happened to {Words.Article(noun)}.", events, null, Parameter("PageSize"), Parameter("PageToken")),
        };
        foreach (string action in kind.Actions)
        {
            string verb = string.Concat(action.Split('-').Select(Words.Capital));
            paths[$"{item}/{Words.Path(action)}"] = new JsonObject
            {
                ["parameters"] = new JsonArray(Parameter("Project"), Parameter("Id")),
                ["post"] = Operation(kind, $"{char.ToLowerInvariant(verb[0])}{verb[1..]}{kind.Name}", $"Asks for the action '{Words.Split(action)}' on {Words.Article(noun)}.",
                    Answer("202", "The work has begun.", "Operation"), null, Parameter("RequestId")),
            };
        }
    }

    public static JsonObject Json(JsonObject schema) => new() { ["application/json"] = new JsonObject { ["schema"] = schema } };

    private static JsonObject Parameter(string name) => new() { ["$ref"] = $"#/components/parameters/{name}" };

    private static JsonObject Answer(string status, string description, string? schema)
    {
        var response = new JsonObject { ["description"] = description };
        if (schema is not null)
        {
            response["content"] = Json(Schemas.Reference(schema));
        }

        return new JsonObject { [status] = response, ["default"] = new JsonObject { ["$ref"] = "#/components/responses/Problem" } };
    }

    private static JsonObject Operation(ResourceKind kind, string id, string summary, JsonObject responses, string? body, params JsonObject[] parameters)
    {
        var operation = new JsonObject { ["tags"] = new JsonArray(kind.Group), ["operationId"] = id, ["summary"] = summary };
        if (parameters.Length > 0)
        {
            operation["parameters"] = new JsonArray(parameters);
        }

        if (body is not null)
        {
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Json(Schemas.Reference(body)) };
        }

        operation["responses"] = responses;
        return operation;
    }
}
