using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Docs.Tests;

public sealed class SourceNamesTests
{
    [Theory]
    [InlineData("FusionCache")]
    [InlineData("BitFaster")]
    [InlineData("Garnet")]
    public void Sources_OfThePackages_DoNotName(string product) =>
        Repository.Files("src", "*")
            .Where(file => File.ReadAllText(file).Contains(product, StringComparison.OrdinalIgnoreCase))
            .Select(static file => Path.GetRelativePath(Repository.Root, file))
            .Should().BeEmpty();
}
