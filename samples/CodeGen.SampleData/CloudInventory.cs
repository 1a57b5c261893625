using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodeGen.SampleData;

/// <summary>The OpenAPI document of a cloud inventory. The same kinds.txt gives the same bytes.</summary>
public static class CloudInventory
{
    // Readable apostrophes: the document is a file, not a part of a page.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The whole document, indented, with a line feed at the end of every line.</summary>
    public static string Write()
    {
        IReadOnlyList<ResourceKind> kinds = ResourceKind.ReadAll();
        var schemas = new JsonObject();
        SharedSchemas.Add(schemas);
        var paths = new JsonObject();
        foreach (ResourceKind kind in kinds)
        {
            Schemas.Add(schemas, kind);
            Paths.Add(paths, kind);
        }

        var document = new JsonObject
        {
            ["openapi"] = "3.0.3",
            ["info"] = new JsonObject
            {
                ["title"] = "Cloud Inventory",
                ["version"] = "3.4.0",
                ["description"] = "Every resource that a company runs in its clouds: what was asked for, what is, and what happened to it.",
                ["license"] = new JsonObject { ["name"] = "MIT" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "https://inventory.example.com/v3" }),
            ["tags"] = new JsonArray([.. kinds.Select(static kind => kind.Group).Distinct().Select(static group => new JsonObject { ["name"] = group })]),
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } },
                ["parameters"] = Parameters(),
                ["responses"] = new JsonObject
                {
                    ["Problem"] = new JsonObject { ["description"] = "What went wrong.", ["content"] = Paths.Json(Schemas.Reference("Problem")) },
                },
                ["schemas"] = schemas,
            },
        };
        return document.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Parameters() => new()
    {
        ["Project"] = Parameter("project", "path", "string", "The project that owns the resource."),
        ["Id"] = Parameter("id", "path", "string", "The resource's id."),
        ["PageSize"] = Parameter("pageSize", "query", "int", "The most items that a page may have."),
        ["PageToken"] = Parameter("pageToken", "query", "string", "Where the last page ended."),
        ["LabelSelector"] = Parameter("labelSelector", "query", "string", "Only resources whose labels match, such as env=prod,team!=web."),
        ["Region"] = Parameter("region", "query", "string", "Only resources of this region."),
        ["RequestId"] = Parameter("X-Request-Id", "header", "string", "Repeating a request with the same id has no second effect."),
        ["IfRevision"] = Parameter("ifRevision", "query", "long", "Do it only while the resource has this revision."),
    };

    private static JsonObject Parameter(string name, string place, string type, string description)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place, ["description"] = description };
        if (place == "path")
        {
            parameter["required"] = true;
        }

        parameter["schema"] = Schemas.Of(type, description);
        return parameter;
    }
}
