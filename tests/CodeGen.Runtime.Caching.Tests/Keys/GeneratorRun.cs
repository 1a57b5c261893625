using System.Collections.Immutable;
using CodeGen.Runtime.Caching.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CodeGen.Runtime.Caching.Tests.Keys;

/// <summary>Runs the generator on source texts, as the compiler would.</summary>
internal sealed class GeneratorRun
{
    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))];

    private GeneratorDriver _driver = CSharpGeneratorDriver.Create(
        [new CacheKeyGenerator().AsSourceGenerator()], parseOptions: s_parse, driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public GeneratorRun(params string[] sources)
    {
        Compilation = CSharpCompilation.Create(
            "Keys",
            sources.Select(static (source, i) => CSharpSyntaxTree.ParseText(source, s_parse, $"Source{i}.cs")),
            s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Run();
    }

    public CSharpCompilation Compilation { get; private set; }

    /// <summary>What the generator reported.</summary>
    public ImmutableArray<Diagnostic> Reported { get; private set; }

    /// <summary>What the compiler says of all sources together, from warnings upwards.</summary>
    public ImmutableArray<Diagnostic> Compiled { get; private set; }

    public GeneratorRunResult Result => _driver.GetRunResult().Results[0];

    /// <summary>Changes the sources and runs the same driver again.</summary>
    public void Edit(Func<CSharpCompilation, CSharpCompilation> edit)
    {
        Compilation = edit(Compilation);
        Run();
    }

    public void Replace(int source, string text) => Edit(compilation =>
    {
        SyntaxTree old = compilation.SyntaxTrees[source];
        return compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(text, s_parse, old.FilePath));
    });

    public void Add(string text) => Edit(compilation => compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(text, s_parse, "Added.cs")));

    public IEnumerable<IncrementalStepRunReason> Reasons(string step) => Result.TrackedSteps[step].SelectMany(static s => s.Outputs).Select(static o => o.Reason);

    public IEnumerable<IncrementalStepRunReason> OutputReasons() =>
        Result.TrackedOutputSteps.SelectMany(static pair => pair.Value).SelectMany(static s => s.Outputs).Select(static o => o.Reason);

    private void Run()
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(Compilation, out Compilation output, out ImmutableArray<Diagnostic> reported);
        Reported = reported;
        Compiled = [.. output.GetDiagnostics().Where(static d => d.Severity >= DiagnosticSeverity.Warning)];
    }
}
