using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CodeGen.Host.Tests.Support;

/// <summary>What the tests ask of a host.</summary>
internal static class HostCalls
{
    public static Task<HttpResponseMessage> GenerateSampleAsync(this HttpClient http, string file, string project = "p42", string @namespace = "Acme.Generated") =>
        http.GenerateAsync(Samples.Read(file), Samples.ContentType(file), project, file, $"&namespace={@namespace}");

    public static Task<HttpResponseMessage> GenerateAsync(this HttpClient http, string document, string contentType = "application/json", string query = "") =>
        http.GenerateAsync(Encoding.UTF8.GetBytes(document), contentType, query: query);

    public static async Task<HttpResponseMessage> GenerateAsync(
        this HttpClient http, byte[] document, string contentType, string project = "hostile", string file = "a.json", string query = "")
    {
        using var content = new ByteArrayContent(document);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return await http.PostAsync($"/generate?project={Uri.EscapeDataString(project)}&file={Uri.EscapeDataString(file)}{query}", content);
    }

    public static string Outcome(this HttpResponseMessage response) => response.Headers.GetValues("X-Cache").Single();

    public static string ContentHash(this HttpResponseMessage response) => response.Headers.GetValues("X-Content-Hash").Single();

    public static async Task InvalidateAsync(this HttpClient http, object what)
    {
        using HttpResponseMessage response = await http.PostAsJsonAsync("/invalidate", what);
        response.IsSuccessStatusCode.Should().BeTrue(await response.Content.ReadAsStringAsync());
    }

    /// <summary>Reads a problem and asserts that it is complete: title, detail, place, remedy.</summary>
    public static async Task<string> ProblemAsync(this HttpResponseMessage response, int status)
    {
        string body = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).Should().Be(status, body);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        using JsonDocument problem = JsonDocument.Parse(body);
        foreach (string member in new[] { "title", "detail", "place", "remedy" })
        {
            problem.RootElement.GetProperty(member).GetString().Should().NotBeNullOrWhiteSpace(member);
        }

        return body;
    }
}
