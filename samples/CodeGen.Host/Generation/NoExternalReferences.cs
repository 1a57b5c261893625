using NJsonSchema;
using NJsonSchema.References;

namespace CodeGen.Host.Generation;

/// <summary>
/// The second lock on the door: references were checked before the generator saw the document; should one slip through, the generator
/// still has no way to open a URL or a file.
/// </summary>
internal sealed class NoExternalReferences(JsonSchemaAppender appender) : JsonReferenceResolver(appender)
{
    public static NoExternalReferences Of(object root) => new(new JsonSchemaAppender(root, new DefaultTypeNameGenerator()));

    public override Task<IJsonReference> ResolveFileReferenceAsync(string filePath, CancellationToken cancellationToken = default) => throw Refused(filePath);

    public override Task<IJsonReference> ResolveUrlReferenceAsync(string url, CancellationToken cancellationToken = default) => throw Refused(url);

    private static ProblemException Refused(string target) =>
        ProblemException.BadDocument($"The reference '{Documents.Shown.Text(target)}' leaves the document; this service opens neither URLs nor files.", "$ref",
            "Bundle the document first, so that every $ref begins with '#/'.");
}
