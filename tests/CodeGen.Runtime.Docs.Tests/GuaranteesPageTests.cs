using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Docs.Tests;

public sealed partial class GuaranteesPageTests
{
    private const int CostGuarantees = 15;

    private static readonly MarkdownPage s_page = MarkdownPage.Of("docs/guarantees.md");
    private static readonly MarkdownPage s_costs = MarkdownPage.Of("docs/cost-guarantees.md");
    private static readonly Lazy<string[]> s_tests = new(static () => [.. Repository.Files("tests", "*.cs").Select(File.ReadAllText)]);

    public static TheoryData<string> Guarantees =>
        [.. Enumerable.Range(1, 16).Select(static number => $"I{number}"), .. Enumerable.Range(1, CostGuarantees).Select(static number => $"M{number}")];

    [Theory]
    [MemberData(nameof(Guarantees))]
    public void Guarantee_OfThePage_HasPromiseBoundResidueAndAnExistingTest(string id)
    {
        bool isCost = id[0] == 'M';
        MarkdownPage page = isCost ? s_costs : s_page;
        string mark = isCost ? "## " : "### ";
        string heading = page.Prose.Single(line => line.StartsWith($"{mark}{id} ", StringComparison.Ordinal))[mark.Length..];
        IReadOnlyList<string> section = page.Section(heading);

        string[] parts = [.. section.Where(static line => line.StartsWith("- **", StringComparison.Ordinal)).Select(static line => line.Split("**")[1])];
        parts.Should().Equal("Promise", "Bound", "Residue", "Tests");
        Named(section).Should().NotBeEmpty();
    }

    [Fact]
    public void Tests_NamedOnThePage_Exist() => Named(s_page.Prose).Concat(Named(s_costs.Prose)).Where(static test => !Exists(test.Class, test.Method)).Should().BeEmpty();

    /// <summary>What looks like <c>`ClassTests.Method_State_Expected`</c>.</summary>
    private static IEnumerable<(string Class, string Method)> Named(IEnumerable<string> lines) =>
        lines.SelectMany(static line => TestName().Matches(line)).Select(static match => (match.Groups[1].Value, match.Groups[2].Value)).Distinct();

    private static bool Exists(string @class, string method) =>
        s_tests.Value.Any(text => Regex.IsMatch(text, $@"\bclass {@class}\b") && Regex.IsMatch(text, $@"\b{method}\("));

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex TestName();
}
