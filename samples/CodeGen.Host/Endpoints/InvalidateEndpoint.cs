using System.Text.Json;
using CodeGen.Host.Generation;
using CodeGen.Runtime.Caching;

namespace CodeGen.Host.Endpoints;

/// <summary><c>POST /invalidate</c>: forgets generated code, here and on every host that shares the Redis.</summary>
internal static class InvalidateEndpoint
{
    private const int MaxTextLength = 512;

    private const int MaxBodyBytes = 16 << 10;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/invalidate", HandleAsync);

    private static async Task<IResult> HandleAsync(HttpRequest request, GenerationService service, ITieredCache cache, CancellationToken cancellationToken)
    {
        InvalidateRequest asked = await ReadAsync(request, cancellationToken);
        switch (asked)
        {
            case { Project: { } project, Tag: null, Pattern: null }:
                await service.InvalidateAsync(Scope(project, asked.File), cancellationToken);
                return Results.Json(new { invalidated = "project", project, file = asked.File });
            case { Project: null, File: null, Tag: { } tag, Pattern: null }:
                await cache.InvalidateTagAsync(Checked("tag", tag), cancellationToken);
                return Results.Json(new { invalidated = "tag", tag });
            case { Project: null, File: null, Tag: null, Pattern: { } pattern }:
                await cache.InvalidateAsync(Parse(pattern), cancellationToken);
                return Results.Json(new { invalidated = "pattern", pattern });
            default:
                throw Bad("The body must name exactly one thing to invalidate.", "#");
        }
    }

    private static CacheScope Scope(string project, string? file)
    {
        if (QueryParameters.Fault(project) is { } fault)
        {
            throw Bad($"The project {fault}.", "#/project");
        }

        return file is not null && QueryParameters.Fault(file) is { } other
            ? throw Bad($"The file {other}.", "#/file")
            : GenerationKey.Scope(project: project, file: file);
    }

    private static CachePattern Parse(string pattern)
    {
        try
        {
            return CachePattern.Parse(Checked("pattern", pattern));
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw Bad($"The pattern cannot be read: {error.Message}", "#/pattern");
        }
    }

    private static string Checked(string member, string text) =>
        text.Length is 0 or > MaxTextLength || text.Any(char.IsControl)
            ? throw Bad($"The {member} is empty, longer than {MaxTextLength} characters, or holds a control character.", $"#/{member}")
            : text;

    private static async Task<InvalidateRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // Only JSON: a page of another origin cannot send that without asking first.
        if (!request.HasJsonContentType())
        {
            throw new ProblemException(StatusCodes.Status415UnsupportedMediaType, "Unknown content type", "The body is not declared as JSON.", "header: Content-Type",
                "Add -H 'Content-Type: application/json'.");
        }

        try
        {
            ReadOnlyMemory<byte> body = await RequestBody.ReadAsync(request, MaxBodyBytes, cancellationToken);
            return JsonSerializer.Deserialize<InvalidateRequest>(body.Span, Json) ?? throw Bad("The body is null.", "#");
        }
        catch (JsonException error)
        {
            throw Bad("The body is not the JSON that is expected.", error.Path ?? "#");
        }
    }

    private static ProblemException Bad(string detail, string place) => new(StatusCodes.Status400BadRequest, "Unusable invalidation", detail, place,
        """Send {"project":"p42"}, {"project":"p42","file":"petstore.json"}, {"tag":"generator:nswag"} or {"pattern":"code_gen:*:petstore.json:*"}.""");
}
