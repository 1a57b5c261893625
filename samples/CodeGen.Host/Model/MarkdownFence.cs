namespace CodeGen.Host.Model;

/// <summary>Models like to wrap code in a Markdown fence, whatever they are told.</summary>
internal static class MarkdownFence
{
    private const string Fence = "```";

    /// <summary>The text inside the first fence, or the whole text where there is none.</summary>
    public static string? Strip(string? text)
    {
        if (text?.IndexOf(Fence, StringComparison.Ordinal) is not (>= 0 and var open))
        {
            return text?.Trim();
        }

        int start = text.IndexOf('\n', open) + 1;
        int end = text.LastIndexOf(Fence, StringComparison.Ordinal);
        return start > 0 && end > start ? text[start..end].Trim() : text.Trim();
    }
}
