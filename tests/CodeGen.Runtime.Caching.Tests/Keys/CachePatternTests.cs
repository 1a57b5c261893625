using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Keys;

public class CachePatternTests
{
    [Theory]
    [InlineData("code_gen:*:a.cs:*", "code_gen:p42:a.cs:9f", true)]
    [InlineData("code_gen:*:a.cs:*", "code_gen:p42:b.cs:9f", false)]
    [InlineData("*", "", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("a\\*c", "a*c", true)]
    [InlineData("a\\*c", "abc", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[^a-c]x", "bx", false)]
    [InlineData("[^a-c]x", "dx", true)]
    [InlineData("[\\]]", "]", true)]
    [InlineData("[a-]", "-", true)]
    [InlineData("[*?]", "?", true)]
    [InlineData("[*?]", "x", false)]
    [InlineData("a]", "a]", true)]
    [InlineData("A", "a", false)]
    public void IsMatch_Pattern_MatchesWholeText(string pattern, string text, bool expected) => CachePattern.Parse(pattern).IsMatch(text).Should().Be(expected);

    [Theory]
    [InlineData("", "*0 characters*")]
    [InlineData("a\\", "*position 1*")]
    [InlineData("ab[c", "*position 2*")]
    [InlineData("ab[]", "*position 2*empty*")]
    [InlineData("[^]", "*empty*")]
    [InlineData("x[z-a]", "*position 2*backwards*")]
    [InlineData("[a-\\", "*position 3*")]
    public void Parse_Malformed_NamesPositionAndRemedy(string pattern, string message)
    {
        Action parse = () => CachePattern.Parse(pattern);

        parse.Should().Throw<FormatException>().WithMessage(message);
        CachePattern.TryParse(pattern, out CachePattern? result).Should().BeFalse();
        result.Should().BeNull();
    }

    [Fact]
    public void Parse_UnpairedSurrogate_IsRefused()
    {
        Action parse = static () => CachePattern.Parse("ab\uDC00*");

        parse.Should().Throw<FormatException>().WithMessage("*\\uDC00*position 2*");
    }

    [Fact]
    public void Parse_TooLong_ShowsOnlyItsBeginning()
    {
        Action parse = static () => CachePattern.Parse(new string('x', 1_000_000));

        parse.Should().Throw<FormatException>().Which.Message.Length.Should().BeLessThan(300);
        CachePattern.Parse(new string('x', CachePattern.MaxLength)).Text.Should().HaveLength(CachePattern.MaxLength);
    }

    [Fact]
    public void TryParse_Null_IsFalse() => CachePattern.TryParse(null, out _).Should().BeFalse();

    [Fact]
    public void IsMatch_AnyPattern_AgreesWithNaiveMatcher() => Gen.Select(KeyGens.Pattern, KeyGens.Subject)
        .Sample(static (pattern, text) => CachePattern.Parse(pattern).IsMatch(text) == NaiveGlob.IsMatch(pattern, text), iter: 20_000);

    [Fact]
    public void TryParse_AnyText_NeverThrows() => KeyGens.Anything.Sample(static text =>
    {
        if (CachePattern.TryParse(text, out CachePattern? pattern))
        {
            pattern.IsMatch(text);
        }
    });

    [Theory]
    [InlineData("*a*a*a*a*b", 'a')]
    [InlineData("*a?a?a?a?a*b*", 'a')]
    [InlineData("*[a-c]*[a-c]*[a-c]*[^a]", 'a')]
    [InlineData("*aaaaaaaaaaaaaaaab", 'a')]
    public void IsMatch_WorstCase_TakesAtMostPatternTimesTextSteps(string pattern, char filler)
    {
        string text = new(filler, 100_000);

        CachePattern.Parse(pattern).IsMatch(text, out long steps).Should().BeFalse();
        steps.Should().BeLessThanOrEqualTo((long)pattern.Length * (text.Length + 1));
    }

    [Fact]
    public void IsMatch_AnyPattern_TakesAtMostPatternTimesTextSteps() => Gen.Select(KeyGens.Pattern, KeyGens.Subject).Sample(static (pattern, text) =>
    {
        CachePattern.Parse(pattern).IsMatch(text, out long steps);
        return steps <= (long)(pattern.Length + 1) * (text.Length + 1);
    });

    [Fact]
    public void IsMatch_LongText_AllocatesNothing()
    {
        CachePattern pattern = CachePattern.Parse("*[a-c]?b*:\\*");
        string text = new('a', 1000);
        pattern.IsMatch(text);
        long before = GC.GetAllocatedBytesForCurrentThread();
        pattern.IsMatch(text);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Theory]
    [InlineData("code_gen:p42:*", "code_gen:p42:")]
    [InlineData("code_gen:**", "code_gen:")]
    [InlineData("a\\*:*", "a*:")]
    [InlineData("1:2:3:4:5:6:7:*", "1:2:3:4:5:6:7:")]
    [InlineData("1:2:3:4:5:6:7:8:*", null)]
    [InlineData("code_gen:p4*", null)]
    [InlineData("code_gen:*:*", null)]
    [InlineData("code_gen:[p]:*", null)]
    [InlineData("code_gen:?:*", null)]
    [InlineData("*", null)]
    [InlineData("code_gen:p42:", null)]
    public void TryGetPrefixScope_Pattern_FindsWholeSegments(string pattern, string? prefix)
    {
        CachePattern.Parse(pattern).TryGetPrefixScope(out CacheScope scope).Should().Be(prefix is not null);
        scope.Should().Be(prefix is null ? default : CacheScope.Prefix(prefix));
    }

    [Fact]
    public void TryGetPrefixScope_PlainKeys_CoversWhatThePatternMatches() => Gen.Select(KeyGens.PlainKey, KeyGens.PlainKey, Gen.Int[0, 8]).Sample(static (key, other, cut) =>
    {
        // A prefix of the key itself, or of another key; either way with whole segments.
        string head = string.Concat((cut % 2 == 0 ? key : other).Split(':').Take(1 + (cut / 2)).Select(static s => s + ":"));
        return Agrees(CachePattern.Parse(head.Replace("*", "\\*") + "*"), key, KeyScopes.ForKey(key, null));
    });

    [Fact]
    public void TryGetPrefixScope_TypedKeys_CoversWhatThePatternMatches() => Gen.Select(KeyGens.Small, KeyGens.Small, KeyGens.Small, KeyGens.Small, Gen.Int[1, 4]).Sample(static (a, b, c, other, cut) =>
    {
        string key = new GenerationKey(a, b, c).ToKeyText();
        string head = string.Concat(new GenerationKey(a, other, c).ToKeyText().Split(':').Take(cut).Select(static s => s + ":"));
        return Agrees(CachePattern.Parse(head + "*"), key, KeyScopes.ForKey(key, GenerationKey.Template));
    });

    private static bool Agrees(CachePattern pattern, string key, string[] members)
    {
        if (!pattern.TryGetPrefixScope(out CacheScope scope))
        {
            return true;
        }

        // The prefix covers the key of that very name too, which the pattern leaves out; nothing else may differ.
        return members.Contains(scope.ToMember()) == (pattern.IsMatch(key) || key + ":" == scope.Text);
    }
}
