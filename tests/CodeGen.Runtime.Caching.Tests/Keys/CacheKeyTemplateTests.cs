using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Keys;

public class CacheKeyTemplateTests
{
    [Fact]
    public void Parse_Template_ReadsSegments()
    {
        CacheKeyTemplate template = CacheKeyTemplate.Parse("code_gen:{Project}:files:{_File1}");

        template.Segments.Should().Equal(
            new CacheKeySegment("code_gen", false), new CacheKeySegment("Project", true), new CacheKeySegment("files", false), new CacheKeySegment("_File1", true));
        template.Root.Should().Be("code_gen");
        template.ToString().Should().Be(template.Text).And.Be("code_gen:{Project}:files:{_File1}");
    }

    [Theory]
    [InlineData("", "*position 0*empty*")]
    [InlineData("a::b", "*position 2*empty*")]
    [InlineData("a:", "*position 2*empty*")]
    [InlineData("{A}:b", "*first segment*")]
    [InlineData("a:{A}{B}", "*position 2*exactly one*")]
    [InlineData("a:x{A}", "*position 2*exactly one*")]
    [InlineData("a:{}", "*position 2*")]
    [InlineData("a:{", "*position 2*")]
    [InlineData("a:{1A}", "*position 2*")]
    [InlineData("a:{A}:{A}", "*again at position 6*")]
    [InlineData("a*:{A}", "*U+002A at position 1*")]
    [InlineData("a:b c", "*U+0020 at position 3*")]
    [InlineData("a:%41", "*U+0025*")]
    [InlineData("1:2:3:4:5:6:7:8:9", "*more than 8*position 16*")]
    public void Parse_Malformed_NamesPositionAndRemedy(string template, string message)
    {
        Action parse = () => CacheKeyTemplate.Parse(template);

        parse.Should().Throw<FormatException>().WithMessage(message);
    }

    [Fact]
    public void Scope_Subsets_ChooseTheCheapestKind()
    {
        GenerationKey.Scope().Should().Be(CacheScope.Prefix("code_gen"));
        GenerationKey.Scope(project: "p42").Should().Be(CacheScope.Prefix("code_gen:p42"));
        GenerationKey.Scope("p42", "a.cs").Should().Be(CacheScope.Prefix("code_gen:p42:a.cs"));
        GenerationKey.Scope("p42", "a.cs", "9f").Should().Be(CacheScope.Prefix("code_gen:p42:a.cs:9f"));
        GenerationKey.Scope(file: "a.cs").Should().Be(CacheScope.Dimension("code_gen:*:a.cs:*"));
        GenerationKey.Scope(requirementHash: "9f").Should().Be(CacheScope.Dimension("code_gen:*:*:9f"));
        GenerationKey.Scope(file: "a.cs", requirementHash: "9f").Should().Be(CacheScope.Pattern(CachePattern.Parse("code_gen:*:a.cs:9f")));
        GenerationKey.Scope(project: "*").Should().Be(CacheScope.Prefix("code_gen:%2A"));
        GappedKey.Scope(a: "x").Should().Be(CacheScope.Prefix("shape:fixed:x:between"));
        ValuesKey.Scope(kind: Flavour.Salted).Text.Should().Be("values:*:*:Salted:*:*:*:*");
        LiteralKey.Scope().Text.Should().Be("settings:");
    }

    [Fact]
    public void Scope_AllOfEightSegments_IsThePrefixOfOneKey()
    {
        var key = new GappedKey("1", "2", "3", "4");

        CacheScope scope = GappedKey.Scope("1", "2", "3", "4");

        KeyScopes.ForKey(key.ToKeyText(), GappedKey.Template).Should().Contain(scope.ToMember());
        CacheScope.TryFromMember(scope.ToMember(), out CacheScope read).Should().BeTrue();
        read.Should().Be(scope);
    }

    [Fact]
    public void Scope_ConjunctionTooLongForAPattern_CoversMore()
    {
        string large = new('x', 2000);

        GenerationKey.Scope(project: "p", requirementHash: large).Should().Be(CacheScope.Prefix("code_gen:p"));
        GenerationKey.Scope(file: "a", requirementHash: large).Should().Be(CacheScope.Dimension("code_gen:*:*:" + large));
    }

    [Theory]
    [InlineData("a:b")]
    [InlineData("*")]
    [InlineData("")]
    public void Scope_ValueNotEscaped_IsRefused(string value)
    {
        Action scope = () => GenerationKey.Template.Scope(null, value, null);

        scope.Should().Throw<ArgumentException>().WithMessage("*not escaped*Escape*");
    }

    [Fact]
    public void Scope_WrongNumberOfValues_IsRefused()
    {
        Action scope = static () => GenerationKey.Template.Scope("a", "b");

        scope.Should().Throw<ArgumentException>().WithMessage("*3 placeholders, 2 values*");
    }
}
