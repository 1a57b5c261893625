using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CodeGen.Host.Documents;
using CodeGen.Host.Generation;
using CodeGen.Host.Hosting;
using Microsoft.Extensions.Options;

namespace CodeGen.Host.Model;

/// <summary>Lets a model generate. The document is read and checked like for the local generator before a token is paid for.</summary>
internal sealed class ModelGenerator(IHttpClientFactory clients, IOptions<CodeGenOptions> options) : ICodeGenerator
{
    private readonly ModelOptions _model = options.Value.Model;

    public string Name => $"model:{_model.Name}";

    public string Version { get; } = Fingerprint(options.Value.Model);

    public async Task<GeneratedSource> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        SourceDocument document = DocumentReader.Read(request.Document, request.Format, request.Kind);
        string kind = document.Kind == DocumentKind.OpenApi ? "OpenAPI document" : "JSON Schema";
        var ask = new ChatRequest(
            _model.Name!,
            [
                new ChatMessage("system", _model.SystemPrompt),
                new ChatMessage("user", $"Namespace: {request.Namespace}\nFile: {request.File}\n{kind}:\n\n{document.Json}"),
            ],
            _model.Temperature,
            _model.MaxOutputTokens == 0 ? null : _model.MaxOutputTokens);
        // A client of its own for every answer: the factory pools the connections and renews them.
        ChatAnswer answer = await new ChatClient(clients.CreateClient(ChatClient.HttpClientName)).AskAsync(ask, cancellationToken);
        return new GeneratedSource(Code(answer), Cost(answer.Usage));
    }

    private static string Code(ChatAnswer answer)
    {
        ChatChoice? choice = answer.Choices is [var first, ..] ? first : null;
        if (choice?.FinishReason == "length")
        {
            throw ModelProblem.Bad("The model's answer was cut off at its token limit.", "Raise CodeGen:Model:MaxOutputTokens, or split the document.");
        }

        return MarkdownFence.Strip(choice?.Message?.Content) is { Length: > 0 } code
            ? code
            : throw ModelProblem.Bad("The model's answer holds no text.", "Check CodeGen:Model:Name and CodeGen:Model:SystemPrompt.");
    }

    private decimal Cost(ChatUsage? usage) => usage is null
        ? 0
        : ((usage.PromptTokens * _model.InputPricePerMillionTokens) + (usage.CompletionTokens * _model.OutputPricePerMillionTokens)) / 1_000_000m;

    // Whoever changes the prompt wants new code. The address is part of it: two servers may give one name to two models. Key and prices are not.
    private static string Fingerprint(ModelOptions model)
    {
        string parts = JsonSerializer.Serialize<object?[]>([model.Endpoint, model.Name, model.SystemPrompt, model.Temperature, model.MaxOutputTokens]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts)))[..16];
    }
}
