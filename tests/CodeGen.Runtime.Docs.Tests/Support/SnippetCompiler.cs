using System.Collections.Immutable;
using CodeGen.Runtime.Caching.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CodeGen.Runtime.Docs.Tests;

/// <summary>
/// Compiles the blocks of the pages the way their readers would. <c>csharp</c> is the whole <c>Program.cs</c> of a console project with implicit usings;
/// <c>csharp fragment</c> is what stands inside a method that has the parameters of <see cref="Fragment"/>.
/// </summary>
internal static class SnippetCompiler
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.Latest);

    private static readonly ImmutableArray<MetadataReference> s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))];

    public static string Fragment(string statements) => $$"""
        using CodeGen.Runtime;
        using CodeGen.Runtime.Caching;
        using CodeGen.Runtime.Coordination;
        using CodeGen.Runtime.Costs;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;

        public static class Fragment
        {
            public static async Task RunAsync(
                IServiceCollection services,
                IConfiguration configuration,
                ITieredCache cache,
                CacheRegion<GenerationKey, string> generations,
                GenerationKey key,
                IModel model,
                IBudgets budgets,
                ICostTracker tracker,
                ICostLedger ledger,
                IBudgetRecovery recovery,
                CancellationToken cancellationToken)
            {
                await Task.CompletedTask;
        {{statements}}
            }
        }

        [CacheKey("code_gen:{Project}:{File}:{RequirementHash}")]
        public readonly partial record struct GenerationKey(string Project, string File, string RequirementHash);

        public interface IModel
        {
            Task<string> GenerateAsync(GenerationKey key, CancellationToken cancellationToken);
        }
        """;

    /// <summary>Compiles a block; the result has an entry point when it has statements of its own.</summary>
    public static (CSharpCompilation Compilation, IReadOnlyList<Diagnostic> Problems) Compile(CodeBlock block)
    {
        string text = block.Info == "csharp fragment" ? Fragment(block.Text) : block.Text;
        SyntaxTree program = CSharpSyntaxTree.ParseText(text, s_parse, "Program.cs");
        bool runs = ((CompilationUnitSyntax)program.GetRoot()).Members.Any(static member => member is GlobalStatementSyntax);
        var compilation = CSharpCompilation.Create(
            $"{Path.GetFileNameWithoutExtension(block.Page)}-{block.Line}",
            [CSharpSyntaxTree.ParseText(ImplicitUsings, s_parse, "GlobalUsings.cs"), program],
            s_references,
            new CSharpCompilationOptions(
                runs ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new CacheKeyGenerator().AsSourceGenerator()], parseOptions: s_parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> reported);
        return ((CSharpCompilation)output, [.. reported.Concat(output.GetDiagnostics()).Where(static d => d.Severity >= DiagnosticSeverity.Warning)]);
    }
}
