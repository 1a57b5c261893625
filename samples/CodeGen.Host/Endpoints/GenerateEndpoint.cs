using CodeGen.Host.Documents;
using CodeGen.Host.Generation;
using CodeGen.Host.Hosting;
using CodeGen.Runtime.Costs;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace CodeGen.Host.Endpoints;

/// <summary><c>POST /generate?project=&amp;file=&amp;namespace=&amp;kind=</c>: a document in, C# out.</summary>
internal static class GenerateEndpoint
{
    public const string CacheHeader = "X-Cache";

    public const string HashHeader = "X-Content-Hash";

    /// <summary>On whose behalf, for costs. A service behind a gateway takes it from there; it is not an identity.</summary>
    public const string UserHeader = "X-User";

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/generate", HandleAsync);

    private static async Task HandleAsync(HttpContext http, GenerationService service, IOptions<CodeGenOptions> options, CancellationToken cancellationToken)
    {
        HttpRequest request = http.Request;
        string project = QueryParameters.Name(request, "project");
        string file = QueryParameters.Name(request, "file");
        string @namespace = QueryParameters.Namespace(request, options.Value.DefaultNamespace);
        DocumentKind kind = DocumentKinds.Parse(request.Query["kind"]);
        // The content type is looked at before the body is read: a wrong one costs nothing.
        MediaTypes.FormatOf(request.ContentType, default);
        ReadOnlyMemory<byte> body = await ReadBodyAsync(http, options.Value.MaxDocumentBytes, cancellationToken);
        DocumentFormat format = MediaTypes.FormatOf(request.ContentType, body.Span);

        using CostScope scope = CostContext.Begin(new CostAttribution { Service = "codegen-host", Project = project, User = request.Headers[UserHeader].ToString() });
        GenerationResult result = await service.GenerateAsync(new GenerationRequest(project, file, @namespace, kind, format, body), cancellationToken);
        http.Response.Headers[CacheHeader] = result.Outcome;
        http.Response.Headers[HashHeader] = result.RequirementHash;
        http.Response.ContentType = MediaTypes.GeneratedCode;
        await http.Response.WriteAsync(result.Code, cancellationToken);
    }

    private static Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext http, int limit, CancellationToken cancellationToken)
    {
        // The server's own limit answers without a remedy and may be lower than ours; ours alone decides.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }

        return RequestBody.ReadAsync(http.Request, limit, cancellationToken);
    }
}
