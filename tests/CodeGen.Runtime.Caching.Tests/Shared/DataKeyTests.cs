using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Shared;

public sealed class DataKeyTests
{
    [Fact]
    public void Of_PlainKey_ShowsRegionVersionAndText() =>
        DataKey.Of("ns", EntryMember.Of("region", "a:b"), 3).Data.Should().MatchRegex("^ns:d:\\{[0-9a-f]{16}\\}:v3:region:a:b$");

    [Fact]
    public void Of_DataAndFlight_ShareAHashTag()
    {
        DataKey key = DataKey.Of("ns", EntryMember.Of("region", "a{b}c"), 1);

        key.Flight[5..23].Should().Be(key.Data[5..23]).And.StartWith("{").And.EndWith("}");
    }

    [Fact]
    public void Of_KeysThatDifferInALineFeed_DifferNotOnlyInTheirShortHash()
    {
        string one = DataKey.Of("ns", EntryMember.Of("region", "a\nb"), 1).Data;
        string other = DataKey.Of("ns", EntryMember.Of("region", "a:b"), 1).Data;

        one[(one.IndexOf('}') + 1)..].Should().NotBe(other[(other.IndexOf('}') + 1)..]);
    }
}
