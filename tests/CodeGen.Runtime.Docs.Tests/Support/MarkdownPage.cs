using System.Text;
using System.Text.RegularExpressions;

namespace CodeGen.Runtime.Docs.Tests;

/// <summary>As much of Markdown as the pages use: fences, headings, links, tables.</summary>
internal sealed partial class MarkdownPage
{
    private readonly List<CodeBlock> _blocks = [];
    private readonly List<string> _prose = [];

    private MarkdownPage(string path)
    {
        Path = path;
        string? info = null;
        int start = 0;
        var text = new StringBuilder();
        string[] lines = Repository.Read(path).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                if (info is null)
                {
                    (info, start) = (lines[i][3..].Trim(), i + 1);
                    text.Clear();
                }
                else
                {
                    _blocks.Add(new CodeBlock(path, start, info, text.ToString()));
                    info = null;
                }

                continue;
            }

            if (info is null)
            {
                _prose.Add(lines[i]);
            }
            else
            {
                text.Append(lines[i]).Append('\n');
            }
        }

        if (info is not null)
        {
            throw new FormatException($"{path}: the fence of line {start} is not closed.");
        }
    }

    public string Path { get; }

    public IReadOnlyList<CodeBlock> Blocks => _blocks;

    /// <summary>The lines outside fences.</summary>
    public IReadOnlyList<string> Prose => _prose;

    public IEnumerable<string> LinkTargets =>
        _prose.SelectMany(static line => LinkSyntax().Matches(InlineCode().Replace(line, string.Empty))).Select(static match => match.Groups[1].Value);

    /// <summary>The anchors of the headings, as the usual renderers make them.</summary>
    public IReadOnlyList<string> Anchors =>
        [.. _prose.Where(static line => line.StartsWith('#')).Select(static line => NotInAnchors().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), string.Empty).Replace(' ', '-'))];

    public static MarkdownPage Of(string path) => new(path);

    /// <summary>The lines below a heading, up to the next one of the same or a higher level.</summary>
    public IReadOnlyList<string> Section(string heading)
    {
        int start = _prose.FindIndex(line => line.StartsWith('#') && line.TrimStart('#').Trim() == heading);
        if (start < 0)
        {
            throw new FormatException($"{Path} has no heading '{heading}'.");
        }

        int level = Level(_prose[start]);
        return [.. _prose.Skip(start + 1).TakeWhile(line => Level(line) == 0 || Level(line) > level)];
    }

    /// <summary>The cells of the table rows among some lines, without the rules between head and body.</summary>
    public static IEnumerable<string[]> Rows(IEnumerable<string> lines) => lines
        .Where(static line => line.StartsWith('|') && !line.StartsWith("|--", StringComparison.Ordinal))
        .Select(static line => line.Trim('|').Split('|').Select(static cell => cell.Trim()).ToArray());

    private static int Level(string line) => line.TakeWhile(static c => c == '#').Count();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex LinkSyntax();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
