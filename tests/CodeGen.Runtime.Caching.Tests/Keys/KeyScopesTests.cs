using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Keys;

public class KeyScopesTests
{
    [Fact]
    public void ForKey_TypedKey_HasPrefixesAndDimensions() => KeyScopes.ForKey("code_gen:p42:a.cs:9f", GenerationKey.Template).Should().BeEquivalentTo(
        "scode_gen:", "scode_gen:p42:", "scode_gen:p42:a.cs:", "scode_gen:p42:a.cs:9f:", "dcode_gen:*:a.cs:*", "dcode_gen:*:*:9f");

    [Theory]
    [InlineData("plain", "splain:")]
    [InlineData("a:b", "sa:", "sa:b:")]
    [InlineData("a:", "sa:", "sa::")]
    [InlineData(":", "s:", "s::")]
    [InlineData("1:2:3:4:5:6:7:8:9:10", "s1:", "s1:2:", "s1:2:3:", "s1:2:3:4:", "s1:2:3:4:5:", "s1:2:3:4:5:6:", "s1:2:3:4:5:6:7:", "s1:2:3:4:5:6:7:8:9:10:")]
    [InlineData("a:*:{x}", "sa:", "sa:*:", "sa:*:{x}:")]
    public void ForKey_PlainKey_HasPrefixes(string key, params string[] members) => KeyScopes.ForKey(key, null).Should().Equal(members);

    [Theory]
    [InlineData("code_gen:p42:a.cs")]
    [InlineData("code_gen:p42:a.cs:9f:x")]
    [InlineData("other:p42:a.cs:9f")]
    [InlineData("code_gen:p42:*:9f")]
    [InlineData("code_gen:p42::9f")]
    public void ForKey_TextOfAnotherTemplate_IsRefused(string key)
    {
        Action scopes = () => KeyScopes.ForKey(key, GenerationKey.Template);

        scopes.Should().Throw<ArgumentException>().WithMessage("*does not fit*");
    }

    [Fact]
    public void ForKey_AnyKey_HasFewDistinctReadableMembers()
    {
        KeyGens.PlainKey.Sample(static key => AreGood(KeyScopes.ForKey(key, null), 8));
        Gen.Select(KeyGens.Value, KeyGens.Value, KeyGens.Value, KeyGens.Value)
            .Sample(static (a, b, c, d) => AreGood(KeyScopes.ForKey(new GappedKey(a, b, c, d).ToKeyText(), GappedKey.Template), 11));
    }

    [Fact]
    public void Scope_EverySubset_CoversExactlyTheKeysThatAgree() =>
        Gen.Select(Gen.Select(KeyGens.Small, KeyGens.Small, KeyGens.Small), Gen.Select(KeyGens.Small, KeyGens.Small, KeyGens.Small), Gen.Int[0, 7]).Sample(static (key, wanted, subset) =>
        {
            // Null is "any" in a scope, so it cannot be asked for.
            string? project = (subset & 1) != 0 ? wanted.Item1 : null;
            string? file = (subset & 2) != 0 ? wanted.Item2 : null;
            string? hash = (subset & 4) != 0 ? wanted.Item3 : null;
            bool agrees = (project is null || project == key.Item1) && (file is null || file == key.Item2) && (hash is null || hash == key.Item3);
            return Covers(GenerationKey.Scope(project, file, hash), new GenerationKey(key.Item1, key.Item2, key.Item3).ToKeyText(), GenerationKey.Template) == agrees;
        });

    [Fact]
    public void Scope_EverySubsetOfAGappedKey_CoversExactlyTheKeysThatAgree() =>
        Gen.Select(KeyGens.Small.Array[4], KeyGens.Small.Array[4], Gen.Int[0, 15]).Sample(static (key, wanted, subset) =>
        {
            string?[] asked = [.. wanted.Select((value, i) => (subset >> i & 1) != 0 ? value : null)];
            bool agrees = asked.Zip(key).All(static pair => pair.First is null || pair.First == pair.Second);
            string text = new GappedKey(key[0], key[1], key[2], key[3]).ToKeyText();
            return Covers(GappedKey.Scope(asked[0], asked[1], asked[2], asked[3]), text, GappedKey.Template) == agrees;
        });

    [Fact]
    public void Scope_AnyTexts_CoversExactlyTheKeysThatAgree() => Gen.Select(KeyGens.Value, KeyGens.Value, KeyGens.Text, KeyGens.Value, Gen.Int[0, 7]).Sample(static (a, b, c, other, subset) =>
    {
        string? project = (subset & 1) != 0 ? a : null;
        string? file = (subset & 2) != 0 ? other : null;
        string? hash = (subset & 4) != 0 ? c : null;
        return Covers(GenerationKey.Scope(project, file, hash), new GenerationKey(a, b, c).ToKeyText(), GenerationKey.Template) == (file is null || file == b);
    });

    [Theory]
    [InlineData("code_gen:p42", "code_gen")]
    [InlineData("plain", "plain")]
    [InlineData(":x", "")]
    [InlineData("", "")]
    public void Root_Text_IsItsFirstSegment(string text, string root) => KeyScopes.Root(text).ToString().Should().Be(root);

    private static bool Covers(CacheScope scope, string text, CacheKeyTemplate template) => scope.Kind == CacheScopeKind.Pattern
        ? CachePattern.Parse(scope.Text).IsMatch(text)
        : KeyScopes.ForKey(text, template).Contains(scope.ToMember());

    private static bool AreGood(string[] members, int most) => members.Length <= most
        && members.Distinct().Count() == members.Length
        && members.All(static member => CacheScope.TryFromMember(member, out CacheScope scope) && scope.ToMember() == member);
}
