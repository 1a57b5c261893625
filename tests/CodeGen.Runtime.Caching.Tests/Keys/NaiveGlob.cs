namespace CodeGen.Runtime.Caching.Tests.Keys;

/// <summary>The definition of a glob, read straight off the pattern: recursive, exponential, and easy to see right.</summary>
internal static class NaiveGlob
{
    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        if (pattern.IsEmpty)
        {
            return text.IsEmpty;
        }

        switch (pattern[0])
        {
            case '*':
                return IsMatch(pattern[1..], text) || (!text.IsEmpty && IsMatch(pattern, text[1..]));
            case '?':
                return !text.IsEmpty && IsMatch(pattern[1..], text[1..]);
            case '[':
                int length = ClassLength(pattern);
                return !text.IsEmpty && InClass(pattern[1..(length - 1)], text[0]) && IsMatch(pattern[length..], text[1..]);
            case '\\':
                return !text.IsEmpty && text[0] == pattern[1] && IsMatch(pattern[2..], text[1..]);
            default:
                return !text.IsEmpty && text[0] == pattern[0] && IsMatch(pattern[1..], text[1..]);
        }
    }

    private static int ClassLength(ReadOnlySpan<char> pattern)
    {
        int at = 1;
        while (pattern[at] != ']')
        {
            at += pattern[at] == '\\' ? 2 : 1;
        }

        return at + 1;
    }

    private static bool InClass(ReadOnlySpan<char> body, char c)
    {
        if (body[0] == '^')
        {
            return !InClass(body[1..], c);
        }

        bool found = false;
        while (!body.IsEmpty)
        {
            char first = Take(ref body);
            char last = first;
            if (body.Length > 1 && body[0] == '-')
            {
                body = body[1..];
                last = Take(ref body);
            }

            found |= first <= c && c <= last;
        }

        return found;
    }

    private static char Take(ref ReadOnlySpan<char> body)
    {
        int at = body[0] == '\\' ? 1 : 0;
        char c = body[at];
        body = body[(at + 1)..];
        return c;
    }
}
