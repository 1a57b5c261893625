using System.Collections.Generic;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// The grammar of key templates. The source generator compiles this very file, so a template that compiles also parses at run time;
/// hence it keeps to what netstandard2.0 has.
/// </summary>
internal static class TemplateSyntax
{
    public const int MaxSegments = 8;

    /// <summary>Reads a template; on a fault, <paramref name="problem"/> says what is wrong, where, and what to do.</summary>
    public static TemplateFault Read(string template, List<KeyValuePair<string, bool>> segments, out string problem)
    {
        problem = string.Empty;
        var names = new HashSet<string>(System.StringComparer.Ordinal);
        int start = 0;
        while (start <= template.Length)
        {
            int end = template.IndexOf(':', start);
            end = end < 0 ? template.Length : end;
            string segment = template.Substring(start, end - start);
            if (segments.Count == MaxSegments)
            {
                problem = $"it has more than {MaxSegments} segments, the ninth at position {start}; join placeholders into one property";
                return TemplateFault.TooManySegments;
            }

            TemplateFault fault = ReadSegment(segment, start, names, segments, ref problem);
            if (fault != TemplateFault.None)
            {
                return fault;
            }

            start = end + 1;
        }

        return TemplateFault.None;
    }

    private static TemplateFault ReadSegment(
        string segment, int position, HashSet<string> names, List<KeyValuePair<string, bool>> segments, ref string problem)
    {
        if (segment.Length == 0)
        {
            problem = $"the segment at position {position} is empty; write a literal or one {{Placeholder}} between colons";
            return TemplateFault.Syntax;
        }

        if (segment.IndexOf('{') < 0 && segment.IndexOf('}') < 0)
        {
            segments.Add(new KeyValuePair<string, bool>(segment, false));
            return CheckLiteral(segment, position, ref problem);
        }

        string name = segment.Substring(1, System.Math.Max(0, segment.Length - 2));
        if (segment[0] != '{' || segment[segment.Length - 1] != '}' || !IsIdentifier(name))
        {
            problem = $"the segment at position {position} is neither a literal nor exactly one {{Placeholder}} that names a property; put a colon between literals and placeholders";
            return TemplateFault.Syntax;
        }

        if (segments.Count == 0)
        {
            problem = $"its first segment is the placeholder {{{name}}}; begin with a literal, it names the region and keeps key types apart";
            return TemplateFault.FirstSegmentNotLiteral;
        }

        if (!names.Add(name))
        {
            problem = $"the placeholder {{{name}}} occurs again at position {position}; use each property once";
            return TemplateFault.DuplicatePlaceholder;
        }

        segments.Add(new KeyValuePair<string, bool>(name, true));
        return TemplateFault.None;
    }

    private static TemplateFault CheckLiteral(string literal, int position, ref string problem)
    {
        for (int i = 0; i < literal.Length; i++)
        {
            char c = literal[i];
            if (c is '*' or '?' or '[' or ']' or '\\' or '%' || char.IsControl(c) || char.IsWhiteSpace(c) || char.IsSurrogate(c))
            {
                problem = $"the literal at position {position} has the character U+{(int)c:X4} at position {position + i}; "
                    + "literals have no white space, control characters, surrogates or any of * ? [ ] \\ %";
                return TemplateFault.LiteralCharacter;
            }
        }

        return TemplateFault.None;
    }

    private static bool IsIdentifier(string name)
    {
        if (name.Length == 0 || !(char.IsLetter(name[0]) || name[0] == '_'))
        {
            return false;
        }

        foreach (char c in name)
        {
            if (!char.IsLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return true;
    }
}
