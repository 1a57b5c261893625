namespace CodeGen.Host.Documents;

/// <summary>Cuts text that came from outside to a length and to characters that are fit for a message.</summary>
internal static class Shown
{
    private const int MaxLength = 120;

    public static string Text(string text)
    {
        ReadOnlySpan<char> head = text.AsSpan(0, Math.Min(text.Length, MaxLength));
        Span<char> clean = stackalloc char[head.Length];
        for (int i = 0; i < head.Length; i++)
        {
            clean[i] = char.IsControl(head[i]) ? '\u00B7' : head[i];
        }

        return text.Length > MaxLength ? $"{clean}…" : clean.ToString();
    }
}
