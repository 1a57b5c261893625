using Microsoft.CodeAnalysis.CSharp;

namespace CodeGen.Runtime.Caching.Generators;

/// <summary>Names as C# writes them.</summary>
internal static class Names
{
    /// <summary>The identifier, with @ when it is a keyword.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    /// <summary>A parameter's name for a property: <c>Project</c> → <c>project</c>, <c>URLPath</c> → <c>urlPath</c>, <c>ID</c> → <c>id</c>.</summary>
    public static string ToParameter(string property)
    {
        char[] name = property.ToCharArray();
        for (int i = 0; i < name.Length && char.IsUpper(name[i]); i++)
        {
            bool beginsWord = i > 0 && i + 1 < name.Length && !char.IsUpper(name[i + 1]);
            if (beginsWord)
            {
                break;
            }

            name[i] = char.ToLowerInvariant(name[i]);
        }

        return new string(name);
    }

    /// <summary>The text as a C# string literal.</summary>
    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
