using System.Net.Http.Headers;
using System.Text.Json;

namespace CodeGen.Host.Model;

/// <summary>The client of an OpenAI-compatible server.</summary>
internal sealed class ChatClient(HttpClient http)
{
    public const string HttpClientName = nameof(ChatClient);

    private const long MaxAnswerBytes = 32 << 20;

    public static void Configure(HttpClient http, ModelOptions model)
    {
        http.BaseAddress = BaseAddress(model.Endpoint!);
        http.Timeout = model.Timeout;
        http.MaxResponseContentBufferSize = MaxAnswerBytes;
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        if (!string.IsNullOrEmpty(model.ApiKey))
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", model.ApiKey);
        }
    }

    public async Task<ChatAnswer> AskAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await http.PostAsJsonAsync("chat/completions", request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw ModelProblem.FromStatus((int)response.StatusCode, Seconds(response.Headers.RetryAfter));
            }

            return await response.Content.ReadFromJsonAsync<ChatAnswer>(cancellationToken)
                ?? throw ModelProblem.Bad("The model's server answered with null.", "Check that the server speaks /v1/chat/completions.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw ModelProblem.TimedOut(http.Timeout);
        }
        catch (HttpRequestException error)
        {
            throw ModelProblem.Bad($"The model's server could not be reached or broke off ({error.HttpRequestError}).", "Check CodeGen:Model:Endpoint, and that the server runs.",
                isFree: error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError);
        }
        catch (JsonException)
        {
            throw ModelProblem.Bad("The model's server answered with something else than a chat completion.", "Check CodeGen:Model:Endpoint, and that the server speaks /v1/chat/completions.");
        }
    }

    private static Uri BaseAddress(string endpoint)
    {
        string path = endpoint.TrimEnd('/');
        return new Uri(path.EndsWith("/v1", StringComparison.Ordinal) ? $"{path}/" : $"{path}/v1/");
    }

    private static int? Seconds(RetryConditionHeaderValue? retryAfter) => retryAfter?.Delta is { } delta ? (int)Math.Ceiling(delta.TotalSeconds) : null;
}
