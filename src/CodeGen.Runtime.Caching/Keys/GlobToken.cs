namespace CodeGen.Runtime.Caching;

/// <summary>One step of a compiled pattern.</summary>
/// <param name="Kind">What it matches.</param>
/// <param name="Character">The character of a literal.</param>
/// <param name="Ranges">First and last characters of a class, in pairs; null for other kinds.</param>
internal readonly record struct GlobToken(GlobTokenKind Kind, char Character = default, string? Ranges = null)
{
    public bool IsLiteral(char character) => Kind == GlobTokenKind.Literal && Character == character;

    /// <summary>Whether it matches one character; a run is the matcher's business.</summary>
    public bool Matches(char character) => Kind switch
    {
        GlobTokenKind.Literal => Character == character,
        GlobTokenKind.Any => true,
        GlobTokenKind.Class => IsInClass(character),
        GlobTokenKind.NotClass => !IsInClass(character),
        _ => false,
    };

    private bool IsInClass(char character)
    {
        for (int i = 0; i < Ranges!.Length; i += 2)
        {
            if (character >= Ranges[i] && character <= Ranges[i + 1])
            {
                return true;
            }
        }

        return false;
    }
}
