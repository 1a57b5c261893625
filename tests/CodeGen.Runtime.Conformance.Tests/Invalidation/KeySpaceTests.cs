using CodeGen.Runtime.Conformance.Invalidation;

namespace CodeGen.Runtime.Conformance.Tests.Invalidation;

/// <summary>Groups are numbered without overlap, and hold the keys that the cache's scopes concern.</summary>
public sealed class KeySpaceTests
{
    [Fact]
    public void GroupsOf_AllKeys_AreDistinctAndInRange()
    {
        for (int key = 0; key < KeySpace.KeyCount; key++)
        {
            KeySpace.GroupsOf(key).ToArray().Should().OnlyHaveUniqueItems().And.OnlyContain(g => g >= 0 && g < KeySpace.GroupCount).And.HaveCount(KeySpace.GroupsPerKey);
        }
    }

    [Fact]
    public void GroupsOf_AllKeys_UseEveryGroup() =>
        Enumerable.Range(0, KeySpace.KeyCount).SelectMany(k => KeySpace.GroupsOf(k).ToArray()).Distinct().Should().HaveCount(KeySpace.GroupCount);

    [Fact]
    public void Text_AllKeys_AreDistinctAndSayTheirParts()
    {
        string[] texts = [.. Enumerable.Range(0, KeySpace.KeyCount).Select(KeySpace.Text)];

        texts.Should().OnlyHaveUniqueItems();
        for (int key = 0; key < KeySpace.KeyCount; key++)
        {
            KeyFamily family = KeySpace.FamilyOf(key);
            texts[key].Should().StartWith(KeySpace.FileScope(family, KeySpace.ProjectOf(key), KeySpace.FileOf(key)).Text);
            KeySpace.GroupsOf(key).ToArray().Should().Contain(
                [KeySpace.File(family, KeySpace.ProjectOf(key), KeySpace.FileOf(key)), KeySpace.Dimension(family, KeySpace.FileOf(key)), KeySpace.Pattern(KeySpace.HashOf(key)), KeySpace.All]);
        }
    }
}
