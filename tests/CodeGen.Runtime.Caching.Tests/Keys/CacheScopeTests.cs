using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Keys;

public class CacheScopeTests
{
    public static TheoryData<CacheScope, string> Members => new()
    {
        { CacheScope.Prefix("code_gen:p42"), "scode_gen:p42:" },
        { CacheScope.Prefix("code_gen:p42:"), "scode_gen:p42:" },
        { CacheScope.Dimension("code_gen:*:a.cs:*"), "dcode_gen:*:a.cs:*" },
        { CacheScope.Tag("team:blue"), "tteam:blue" },
        { CacheScope.Region("code_gen"), "rcode_gen" },
        { CacheScope.All, "a" },
        { CacheScope.Pattern(CachePattern.Parse("*:a.cs*")), "p*:a.cs*" },
    };

    [Theory]
    [MemberData(nameof(Members))]
    public void ToMember_Scope_ReadsBack(CacheScope scope, string member)
    {
        scope.ToMember().Should().Be(member);
        CacheScope.TryFromMember(member, out CacheScope read).Should().BeTrue();
        read.Should().Be(scope);
        (read == scope).Should().BeTrue();
        read.GetHashCode().Should().Be(scope.GetHashCode());
        read.ToString().Should().StartWith(scope.Kind.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("sno-colon")]
    [InlineData("d")]
    [InlineData("dcode_gen:a")]
    [InlineData("d*:a")]
    [InlineData("dcode_gen:*:a*")]
    [InlineData("dcode_gen:*::a")]
    [InlineData("d1:2:3:4:5:6:7:*:9")]
    [InlineData("t")]
    [InlineData("r")]
    [InlineData("ax")]
    [InlineData("p")]
    [InlineData("p[")]
    [InlineData("zx")]
    public void TryFromMember_OtherText_IsRefused(string member) => CacheScope.TryFromMember(member, out _).Should().BeFalse();

    [Fact]
    public void TryFromMember_MalformedText_IsRefused()
    {
        CacheScope.TryFromMember("ta\uD800", out _).Should().BeFalse();
        CacheScope.TryFromMember("t" + new string('x', 257), out _).Should().BeFalse();
        CacheScope.TryFromMember(null!, out _).Should().BeFalse();
    }

    [Fact]
    public void TryFromMember_AnyText_ReadsOnlyWhatToMemberWrites() => Gen.Select(Gen.OneOfConst("s", "d", "t", "r", "a", "p", "x"), KeyGens.Text)
        .Sample(static (kind, text) => !CacheScope.TryFromMember(kind + text, out CacheScope scope) || scope.ToMember() == kind + text);

    [Fact]
    public void Tag_TooLongOrEmpty_SaysWhatToDo()
    {
        Action empty = static () => CacheScope.Tag("");
        Action longer = static () => CacheScope.Tag(new string('t', 257));
        Action half = static () => CacheScope.Tag("ab\uDFFF");

        empty.Should().Throw<ArgumentException>().WithMessage("*tag is empty*");
        longer.Should().Throw<ArgumentException>().WithMessage("*257*256*hash*");
        half.Should().Throw<ArgumentException>().WithMessage("*position 2*");
        CacheScope.Tag(new string('t', 256)).Text.Should().HaveLength(256);
    }

    [Fact]
    public void Prefix_MoreSegmentsThanEntriesHavePrefixes_IsRefused()
    {
        Action eight = static () => CacheScope.Prefix("1:2:3:4:5:6:7:8");

        eight.Should().Throw<ArgumentException>().WithMessage("*8 segments*CachePattern*");
        CacheScope.Prefix("1:2:3:4:5:6:7").Text.Should().Be("1:2:3:4:5:6:7:");
    }

    [Fact]
    public void Default_CoversNothing()
    {
        default(CacheScope).Text.Should().BeEmpty();
        CacheScope.TryFromMember(default(CacheScope).ToMember(), out _).Should().BeFalse();
    }

    [Fact]
    public void Equals_SameTextOfAnotherKind_Differs() => (CacheScope.Tag("a") != CacheScope.Region("a")).Should().BeTrue();
}
