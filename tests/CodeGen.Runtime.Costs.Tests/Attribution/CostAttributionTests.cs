using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Attributions are values, whatever anybody writes into them.</summary>
public sealed class CostAttributionTests
{
    private static readonly Gen<string> s_any = Gen.String[Gen.Char, 0, 400];

    private static readonly Gen<CostAttribution> s_attributions =
        Gen.Select(Gen.Char['a', 'c'].Select(static c => c.ToString()).Array[5], Gen.Int[0, 31], Gen.Dictionary(Gen.Char['p', 's'].Select(static c => c.ToString()), Gen.Char['a', 'b'].Select(static c => c.ToString()))[0, 4])
            .Select(static (values, given, tags) => new CostAttribution
            {
                Service = (given & 1) != 0 ? values[0] : null,
                Resource = (given & 2) != 0 ? values[1] : null,
                User = (given & 4) != 0 ? values[2] : null,
                Project = (given & 8) != 0 ? values[3] : null,
                Model = (given & 16) != 0 ? values[4] : null,
                Tags = [.. tags.Select(static tag => new CostTag(tag.Key, tag.Value))],
            });

    [Fact]
    public void Value_AnyText_IsShortSeenAndStable() => s_any.Sample(static text =>
    {
        string? value = new CostAttribution { User = text }.User;
        if (value is null)
        {
            text.Trim().Should().BeEmpty();
            return;
        }

        value.Length.Should().BeInRange(1, CostAttribution.MaxValueLength);
        value.Any(char.IsControl).Should().BeFalse();
        new CostAttribution { User = value }.User.Should().Be(value, "what is clean stays as it is");
        System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(value)).Should().Be(value, "no half of a character is left");
    });

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData(" \t\r\n ", null)]
    [InlineData(" p42 ", "p42")]
    [InlineData("a\r\nb", "a\uFFFD\uFFFDb")]
    [InlineData("a\u0000b", "a\uFFFDb")]
    [InlineData("user\u202Egnp.exe", "user\uFFFDgnp.exe")]
    [InlineData("团队 😀", "团队 😀")]
    public void Value_Hostile_IsKeptWithoutWhatIsNotSeen(string? text, string? expected) => new CostAttribution { Project = text }.Project.Should().Be(expected);

    [Fact]
    public void Value_WithHalfACharacter_HasTheReplacementInItsPlace() => new CostAttribution { Project = "half" + (char)0xD800 }.Project.Should().Be("half\uFFFD");

    [Fact]
    public void Value_TooLong_IsCutAndStaysApartFromOthersThatBeginAlike()
    {
        string first = new CostAttribution { User = new string('x', 10_000) + "1" }.User!;
        string second = new CostAttribution { User = new string('x', 10_000) + "2" }.User!;
        first.Should().HaveLength(CostAttribution.MaxValueLength).And.NotBe(second);
        new CostAttribution { User = new string('x', 10_000) + "1" }.User.Should().Be(first);
    }

    [Fact]
    public void Equality_OfTwo_IsThatOfWhatTheySay() => Gen.Select(s_attributions, s_attributions).Sample(static (left, right) =>
    {
        bool same = left.ToString() == right.ToString();
        (left == right).Should().Be(same);
        left.Equals((object)right).Should().Be(same);
        if (same)
        {
            left.GetHashCode().Should().Be(right.GetHashCode());
        }
    });

    [Fact]
    public void Over_EachDimension_IsTheUpperOneElseTheLower() => Gen.Select(s_attributions, s_attributions).Sample(static (upper, lower) =>
    {
        CostAttribution both = upper.Over(lower);
        foreach (string dimension in new[] { "service", "resource", "user", "project", "model", "tag.p", "tag.q", "tag.r", "tag.s" })
        {
            both[dimension].Should().Be(upper[dimension] ?? lower[dimension]);
        }
    });

    [Fact]
    public void Tags_InAnyOrder_AreTheSame()
    {
        var one = new CostAttribution { Tags = [new("b", "2"), new("a", "1"), new("gone", " ")] };
        var other = CostAttribution.Empty.WithTag("b", "0").WithTag("a", "1").WithTag("b", "2").WithTag("c", "3").WithTag("c", null);
        one.Should().Be(other);
        one.ToString().Should().Be("tag.a=1, tag.b=2");
        one[CostDimension.Tag("b")].Should().Be("2");
        one["tag.x"].Should().BeNull();
        one["anything"].Should().BeNull();
    }

    [Fact]
    public void Tags_WithoutSense_AreRefusedWithTheRemedy()
    {
        FluentActions.Invoking(() => CostAttribution.Empty.WithTag("a b", "1")).Should().Throw<ArgumentException>().WithMessage("*'a b'*ASCII*value*");
        FluentActions.Invoking(() => new CostAttribution { Tags = [new("a", "1"), new("a", "2")] }).Should().Throw<ArgumentException>().WithMessage("*'a'*twice*");
        FluentActions.Invoking(() => new CostAttribution { Tags = [.. Enumerable.Range(0, 17).Select(static i => new CostTag($"t{i}", "1"))] })
            .Should().Throw<ArgumentException>().WithMessage("*17*16*");
    }
}
