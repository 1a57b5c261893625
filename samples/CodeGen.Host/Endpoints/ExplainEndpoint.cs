using System.Text.Json;
using System.Text.Json.Serialization;
using CodeGen.Host.Generation;

namespace CodeGen.Host.Endpoints;

/// <summary><c>GET /explain?project=&amp;file=&amp;hash=</c>: which tiers hold an entry, and why it is or is not served.</summary>
internal static class ExplainEndpoint
{
    // Read by people: names, not the numbers of enumerations.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/explain", HandleAsync);

    private static async Task<IResult> HandleAsync(HttpRequest request, GenerationService service, CancellationToken cancellationToken)
    {
        string project = QueryParameters.Name(request, "project");
        string file = QueryParameters.Name(request, "file");
        string hash = request.Query["hash"].ToString();
        if (!RequirementHash.IsWellFormed(hash))
        {
            throw ProblemException.BadParameter("hash", $"The hash is not {RequirementHash.Length} lower-case hexadecimal digits.",
                $"Copy it from the {GenerateEndpoint.HashHeader} header of an answer of /generate.");
        }

        return Results.Json(await service.ExplainAsync(new GenerationKey(project, file, hash), cancellationToken), Json);
    }
}
