using System.Reflection;
using System.Runtime.Loader;
using FluentAssertions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CodeGen.Runtime.Docs.Tests;

/// <summary>Redirects the console, so nothing else of this assembly may write to it meanwhile; nothing does.</summary>
public sealed class ReadmeExampleTests
{
    [Fact]
    public async Task FirstExample_Run_PrintsWhatTheReadmeShows()
    {
        IReadOnlyList<CodeBlock> blocks = MarkdownPage.Of("README.md").Blocks;
        CodeBlock example = blocks.First(static block => block.Info == "csharp");
        string shown = blocks.SkipWhile(block => block != example).First(static block => block.Info == "text").Text;

        string printed = await RunAsync(example);

        printed.Should().Be(shown);
    }

    private static async Task<string> RunAsync(CodeBlock block)
    {
        (CSharpCompilation compilation, IReadOnlyList<Diagnostic> problems) = SnippetCompiler.Compile(block);
        problems.Should().BeEmpty();
        using var image = new MemoryStream();
        compilation.Emit(image).Success.Should().BeTrue();
        image.Position = 0;
        MethodInfo main = new AssemblyLoadContext("readme").LoadFromStream(image).EntryPoint!;

        TextWriter console = Console.Out;
        using var printed = new StringWriter();
        Console.SetOut(printed);
        try
        {
            await Task.Run(() => main.Invoke(null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]));
        }
        finally
        {
            Console.SetOut(console);
        }

        return printed.ToString().ReplaceLineEndings("\n");
    }
}
