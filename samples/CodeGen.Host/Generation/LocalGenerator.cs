using CodeGen.Host.Documents;
using CodeGen.Host.Hosting;
using Microsoft.Extensions.Options;

namespace CodeGen.Host.Generation;

/// <summary>Generates in this process with NSwag and NJsonSchema: no network, no cost.</summary>
internal sealed class LocalGenerator(IOptions<CodeGenOptions> options, TimeProvider time) : ICodeGenerator, IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.Value.MaxConcurrentGenerations);

    public string Name => "nswag";

    public string Version => SchemaCode.Version;

    public async Task<GeneratedSource> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        Task<string> work = DeepStack.RunAsync(() => Generate(request));
        // The generators cannot be cancelled: a slot stays taken until its thread ends, even when nobody waits for it any more.
        _ = work.ContinueWith(_ => _slots.Release(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            return new GeneratedSource(await work.WaitAsync(options.Value.GenerationTimeout, time, cancellationToken), Cost: 0);
        }
        catch (TimeoutException)
        {
            throw new ProblemException(StatusCodes.Status504GatewayTimeout, "Generation took too long",
                $"The generator did not finish within {options.Value.GenerationTimeout.TotalSeconds:0} s.", "configuration: CodeGen:GenerationTimeout",
                "Split the document, or raise the limit.");
        }
    }

    public void Dispose() => _slots.Dispose();

    private static string Generate(GenerationRequest request)
    {
        SourceDocument document = DocumentReader.Read(request.Document, request.Format, request.Kind);
        try
        {
            return document.Kind == DocumentKind.OpenApi
                ? SchemaCode.FromOpenApi(document.Json, request.Namespace)
                : SchemaCode.FromJsonSchema(document.Json, request.Namespace, CSharpNames.TypeName(document.Title ?? request.File));
        }
        catch (Exception error) when (error is not (ProblemException or OutOfMemoryException))
        {
            // The generators throw whatever their parsers throw; to the caller it is all one: this document gives no code.
            throw error.GetBaseException() as ProblemException ?? ProblemException.BadDocument(
                $"The generator could not use the document: {Shown.Text(error.Message.Split('\n')[0])}", "#", "Validate the document with an OpenAPI or JSON Schema linter.");
        }
    }
}
