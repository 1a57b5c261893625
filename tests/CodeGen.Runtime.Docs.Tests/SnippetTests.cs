using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Docs.Tests;

public sealed class SnippetTests
{
    private static readonly string[] Kinds = ["csharp", "csharp fragment", "text", "mermaid", "json", "console"];

    public static TheoryData<string, int> Blocks
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (CodeBlock block in Repository.Pages.SelectMany(static page => MarkdownPage.Of(page).Blocks).Where(static block => block.Info.StartsWith("csharp", StringComparison.Ordinal)))
            {
                data.Add(block.Page, block.Line);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void CSharpBlock_CompiledLikeAConsoleProject_HasNoErrorAndNoWarning(string page, int line)
    {
        CodeBlock block = MarkdownPage.Of(page).Blocks.Single(candidate => candidate.Line == line);

        SnippetCompiler.Compile(block).Problems.Should().BeEmpty("the block at {0}:{1} is meant to be copied", page, line);
    }

    [Fact]
    public void Blocks_OfAllPages_SayWhatTheyAre() =>
        Repository.Pages.SelectMany(static page => MarkdownPage.Of(page).Blocks).Select(static block => block.Info).Should().BeSubsetOf(Kinds);

    [Fact]
    public void Block_WithAMistake_IsFound()
    {
        var block = new CodeBlock("made-up.md", 1, "csharp fragment", "await generations.InvalidateAsync(GenerationKey.Scope(projekt: \"p42\"));");

        SnippetCompiler.Compile(block).Problems.Should().NotBeEmpty();
    }
}
