using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CodeGen.Host.Costs;
using CodeGen.Host.Documents;
using CodeGen.Host.Generation;
using CodeGen.Host.Hosting;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.Options;

namespace CodeGen.Host.Model;

/// <summary>Lets a model generate. The document is read and checked like for the local generator before a token is paid for.</summary>
internal sealed class ModelGenerator(IHttpClientFactory clients, IOptions<CodeGenOptions> options) : ICodeGenerator
{
    /// <summary>Room for what stands around the document in the prompt, names included.</summary>
    private const int PromptFrame = 4_096;

    /// <summary>What an answer without a limit is held at.</summary>
    private const int UnlimitedOutputTokens = 32_768;

    private readonly ModelOptions _model = options.Value.Model;

    public string Name => $"model:{_model.Name}";

    public string Version { get; } = Fingerprint(options.Value.Model);

    /// <summary>No tokenizer makes more tokens of a text than it has bytes; the answer has at most what it is limited to.</summary>
    public CostUse Ceiling(GenerationRequest request) => Tokens(
        request.Document.Length + Encoding.UTF8.GetByteCount(_model.SystemPrompt) + PromptFrame,
        _model.MaxOutputTokens == 0 ? UnlimitedOutputTokens : _model.MaxOutputTokens);

    public async Task<string> GenerateAsync(GenerationRequest request, MeteredCall call, CancellationToken cancellationToken)
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
        // Before anything is said about the answer: it is invoiced, whatever it holds. A server that does not count is booked with the most it can have taken.
        await call.UsedAsync(answer.Usage is { } usage ? Tokens(usage.PromptTokens, usage.CompletionTokens, usage.CachedTokens) : Ceiling(request));
        return Code(answer);
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

    private CostUse Tokens(long input, long output, long cached = 0) =>
        CostUse.Model(new ServedModel(_model.Name!), new ModelUsage { InputTokens = input, CacheReadTokens = Math.Min(cached, input), OutputTokens = output });

    // Whoever changes the prompt wants new code. The address is part of it: two servers may give one name to two models. Key and prices are not.
    private static string Fingerprint(ModelOptions model)
    {
        string parts = JsonSerializer.Serialize<object?[]>([model.Endpoint, model.Name, model.SystemPrompt, model.Temperature, model.MaxOutputTokens]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts)))[..16];
    }
}
