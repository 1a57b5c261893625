using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodeGen.Runtime.Costs;

/// <summary>What a request to a provider would have in its body.</summary>
internal static class RequestSnippet
{
    private static readonly JsonWriterOptions s_indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="provider">Whom it is sent to; null where that does not change.</param>
    /// <param name="members">Members of the body; null for one that is to be left out.</param>
    public static string Of(string? provider, params (string Name, string? Value)[] members)
    {
        var body = new JsonObject();
        foreach ((string name, string? value) in members)
        {
            body[name] = value;
        }

        return provider is null ? Text(body) : $"// to {provider}\n{Text(body)}";
    }

    public static string Text(JsonObject body)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_indented))
        {
            body.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray()).ReplaceLineEndings("\n");
    }
}
