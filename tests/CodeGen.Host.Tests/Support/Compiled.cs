using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CodeGen.Host.Tests.Support;

/// <summary>Compiles generated code against the platform alone.</summary>
internal static class Compiled
{
    private static readonly MetadataReference[] Platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    public static Assembly Assembly(string code)
    {
        var compilation = CSharpCompilation.Create(
            $"Generated{Guid.NewGuid():N}", [CSharpSyntaxTree.ParseText(code)], Platform, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        compilation.Emit(image).Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5).Should().BeEmpty();
        return System.Reflection.Assembly.Load(image.ToArray());
    }
}
