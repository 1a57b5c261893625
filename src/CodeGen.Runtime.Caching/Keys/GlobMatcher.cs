namespace CodeGen.Runtime.Caching;

/// <summary>
/// Matches without recursion. On a mismatch only the latest run is made one longer: an earlier run that took more could only leave the later
/// ones less to choose from. So each step either advances in the text or moves the start of the latest run, and there are at most
/// (tokens × characters) of them.
/// </summary>
internal static class GlobMatcher
{
    /// <param name="tokens">The pattern.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="steps">How many times a token was tried, for tests of the bound. A class counts once for each of its ranges at most.</param>
    public static bool IsMatch(ReadOnlySpan<GlobToken> tokens, ReadOnlySpan<char> text, out long steps)
    {
        steps = 0;
        int token = 0;
        int at = 0;
        int afterRun = -1;
        int runEnd = 0;
        while (at < text.Length)
        {
            steps++;
            if (token < tokens.Length && tokens[token].Kind == GlobTokenKind.Run)
            {
                afterRun = ++token;
                runEnd = at;
                if (afterRun == tokens.Length)
                {
                    return true;
                }
            }
            else if (token < tokens.Length && tokens[token].Matches(text[at]))
            {
                token++;
                at++;
            }
            else if (afterRun >= 0)
            {
                token = afterRun;
                at = ++runEnd;
            }
            else
            {
                return false;
            }
        }

        while (token < tokens.Length && tokens[token].Kind == GlobTokenKind.Run)
        {
            token++;
        }

        return token == tokens.Length;
    }
}
