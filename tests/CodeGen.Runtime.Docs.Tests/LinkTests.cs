using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Docs.Tests;

public sealed class LinkTests
{
    [Fact]
    public void RelativeLinks_OfAllPages_Resolve()
    {
        var broken = new List<string>();
        foreach (MarkdownPage page in Repository.Pages.Select(MarkdownPage.Of))
        {
            string folder = Path.GetDirectoryName(page.Path) ?? string.Empty;
            foreach (string target in page.LinkTargets.Where(static target => !target.Contains("://", StringComparison.Ordinal)))
            {
                string[] parts = target.Split('#', 2);
                string file = parts[0].Length == 0 ? page.Path : Path.Combine(folder, parts[0]);
                string full = Path.GetFullPath(Path.Combine(Repository.Root, file));
                if (!(File.Exists(full) || Directory.Exists(full)) || (parts.Length == 2 && !MarkdownPage.Of(Path.GetRelativePath(Repository.Root, full)).Anchors.Contains(parts[1])))
                {
                    broken.Add($"{page.Path}: {target}");
                }
            }
        }

        broken.Should().BeEmpty();
    }

    [Fact]
    public void Pages_OfTheFolder_AreAllInItsIndex() =>
        MarkdownPage.Of("docs/README.md").LinkTargets.Should().Contain(Repository.Pages.Where(static page => page is not "README.md" and not "docs/README.md").Select(static page => Path.GetFileName(page)));
}
