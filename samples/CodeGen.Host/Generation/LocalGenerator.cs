using CodeGen.Host.Costs;
using CodeGen.Host.Documents;
using CodeGen.Host.Hosting;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.Options;

namespace CodeGen.Host.Generation;

/// <summary>Generates in this process with NSwag and NJsonSchema: no network, and seconds of a processor.</summary>
internal sealed class LocalGenerator(IOptions<CodeGenOptions> options, TimeProvider time) : ICodeGenerator, IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.Value.MaxConcurrentGenerations);

    public string Name => "nswag";

    public string Version => SchemaCode.Version;

    public CostUse Ceiling(GenerationRequest request) => Seconds(options.Value.GenerationTimeout);

    public async Task<string> GenerateAsync(GenerationRequest request, MeteredCall call, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        long began = time.GetTimestamp();
        Task<string> work = DeepStack.RunAsync(() => Generate(request));
        // The generators cannot be cancelled: a slot stays taken until its thread ends, even when nobody waits for it any more.
        _ = work.ContinueWith(_ => _slots.Release(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            return await work.WaitAsync(options.Value.GenerationTimeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new ProblemException(StatusCodes.Status504GatewayTimeout, "Generation took too long",
                $"The generator did not finish within {options.Value.GenerationTimeout.TotalSeconds:0} s.", "configuration: CodeGen:GenerationTimeout",
                "Split the document, or raise the limit.");
        }
        finally
        {
            await call.UsedAsync(Seconds(time.GetElapsedTime(began)));
        }
    }

    public void Dispose() => _slots.Dispose();

    private static CostUse Seconds(TimeSpan duration) => CostUse.Meter(CostCategory.Compute, MeterNames.CpuHours, duration);

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
