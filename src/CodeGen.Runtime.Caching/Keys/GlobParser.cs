namespace CodeGen.Runtime.Caching;

/// <summary>Compiles patterns.</summary>
internal static class GlobParser
{
    /// <summary>The tokens, or null and what is wrong, where, and what to do.</summary>
    public static GlobToken[]? Read(string pattern, out string problem)
    {
        problem = CheckText(pattern);
        if (problem.Length > 0)
        {
            return null;
        }

        var tokens = new List<GlobToken>(pattern.Length);
        int at = 0;
        while (at < pattern.Length && problem.Length == 0)
        {
            ReadToken(pattern, ref at, tokens, ref problem);
        }

        return problem.Length == 0 ? [.. tokens] : null;
    }

    private static string CheckText(string pattern)
    {
        if (pattern.Length is 0 or > CachePattern.MaxLength)
        {
            return $"it has {pattern.Length} characters, 1 to {CachePattern.MaxLength} are allowed; to cover everything write '*', to shorten it replace a part by '*'";
        }

        int malformed = TextGuard.IndexOfUnpairedSurrogate(pattern);
        return malformed < 0 ? string.Empty : $"it has an unpaired surrogate at position {malformed}; write '?' for the character";
    }

    private static void ReadToken(string pattern, ref int at, List<GlobToken> tokens, ref string problem)
    {
        switch (pattern[at])
        {
            case '*':
                // Neighbouring runs match what one does.
                if (tokens.Count == 0 || tokens[^1].Kind != GlobTokenKind.Run)
                {
                    tokens.Add(new(GlobTokenKind.Run));
                }

                at++;
                break;
            case '?':
                tokens.Add(new(GlobTokenKind.Any));
                at++;
                break;
            case '[':
                ReadClass(pattern, ref at, tokens, ref problem);
                break;
            default:
                if (TryReadCharacter(pattern, ref at, out char c, ref problem))
                {
                    tokens.Add(new(GlobTokenKind.Literal, c));
                }

                break;
        }
    }

    private static void ReadClass(string pattern, ref int at, List<GlobToken> tokens, ref string problem)
    {
        int start = at++;
        bool negated = at < pattern.Length && pattern[at] == '^';
        at += negated ? 1 : 0;
        var ranges = new List<char>();
        while (at < pattern.Length && pattern[at] != ']')
        {
            int rangeStart = at;
            if (!TryReadCharacter(pattern, ref at, out char first, ref problem))
            {
                return;
            }

            char last = first;
            bool isRange = at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']';
            if (isRange)
            {
                at++;
                if (!TryReadCharacter(pattern, ref at, out last, ref problem))
                {
                    return;
                }
            }

            if (last < first)
            {
                problem = $"the range at position {rangeStart} runs backwards; write its lower end first";
                return;
            }

            ranges.Add(first);
            ranges.Add(last);
        }

        if (at == pattern.Length)
        {
            problem = $"the class that begins at position {start} has no ']'; close it, or write '\\[' for the character itself";
        }
        else if (ranges.Count == 0)
        {
            problem = $"the class at position {start} is empty; name characters, or write '\\]' for the character itself";
        }
        else
        {
            at++;
            tokens.Add(new(negated ? GlobTokenKind.NotClass : GlobTokenKind.Class, Ranges: new string([.. ranges])));
        }
    }

    private static bool TryReadCharacter(string pattern, ref int at, out char character, ref string problem)
    {
        character = pattern[at++];
        if (character != '\\')
        {
            return true;
        }

        if (at == pattern.Length)
        {
            problem = $"it ends with '\\' at position {at - 1}; write '\\\\' for the character itself";
            return false;
        }

        character = pattern[at++];
        return true;
    }
}
