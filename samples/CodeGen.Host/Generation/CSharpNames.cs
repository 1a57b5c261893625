using System.Collections.Frozen;
using System.Text;

namespace CodeGen.Host.Generation;

/// <summary>Decides what may stand as a namespace and makes type names.</summary>
internal static class CSharpNames
{
    private static readonly FrozenSet<string> Keywords = FrozenSet.Create(StringComparer.Ordinal,
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate",
        "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in",
        "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private",
        "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this",
        "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while");

    /// <summary>Whether a text is identifiers of ASCII letters, digits and underscores, joined by dots, none of them a keyword.</summary>
    public static bool IsNamespace(string text) => text.Length <= 200 && text.Split('.').All(IsIdentifier);

    /// <summary>A type name from a title or a file's name: <c>purchase order</c> and <c>purchase-order.schema.json</c> give <c>PurchaseOrder</c>.</summary>
    public static string TypeName(string text)
    {
        var name = new StringBuilder();
        bool upper = true;
        foreach (char c in text.Split('.')[0])
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                upper = true;
                continue;
            }

            name.Append(upper ? char.ToUpperInvariant(c) : c);
            upper = false;
        }

        return name.Length > 0 && char.IsAsciiLetter(name[0]) ? name.ToString() : $"Root{name}";
    }

    private static bool IsIdentifier(string text) =>
        text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '_') && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_') && !Keywords.Contains(text);
}
