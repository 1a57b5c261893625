using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodeGen.Runtime.Caching.Generators;

/// <summary>
/// Implements <c>ICacheKey</c> for each type with <c>[CacheKey]</c>: text, parsing, hash and typed scopes. An edit elsewhere re-uses what was generated.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class CacheKeyGenerator : IIncrementalGenerator
{
    /// <summary>The name under which a driver tracks the step that reads declarations.</summary>
    public const string ResultStep = "CacheKeyResults";

    /// <summary>The name under which a driver tracks the step that feeds the source output.</summary>
    public const string ModelStep = "CacheKeyModels";

    private const string AttributeName = "CodeGen.Runtime.Caching.CacheKeyAttribute";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<KeyResult> results = context.SyntaxProvider
            .ForAttributeWithMetadataName(AttributeName, static (node, _) => node is TypeDeclarationSyntax, static (target, token) => KeyReader.Read(target, token))
            .WithTrackingName(ResultStep);

        // Apart, so that a declaration that only moved within its file has a new location perhaps, but the same model.
        IncrementalValuesProvider<KeyModel> models = results
            .Where(static result => result.Model is not null)
            .Select(static (result, _) => result.Model!)
            .WithTrackingName(ModelStep);

        context.RegisterSourceOutput(models, static (output, model) => output.AddSource(model.FileName, SourceText.From(KeyEmitter.Emit(model), Encoding.UTF8)));
        context.RegisterSourceOutput(results, static (output, result) =>
        {
            foreach (DiagnosticInfo diagnostic in result.Diagnostics)
            {
                output.ReportDiagnostic(diagnostic.ToDiagnostic());
            }
        });
    }
}
