using CsCheck;

namespace CodeGen.Runtime.Caching.Tests.Keys;

/// <summary>Texts that keys are made of, with the characters that mean something to keys more often than chance has them.</summary>
internal static class KeyGens
{
    private static readonly Gen<string> s_meaning = Gen.OneOfConst(":", "%", "*", "?", "[", "]", "\\", "%N", "%E", "%u", "%25", "^", "-", "{", "}", "N", "E", "\0", "\n", "\u0085");

    private static readonly Gen<string> s_plain = Gen.Char['a', 'd'].Select(static c => c.ToString());

    private static readonly Gen<string> s_any = Gen.Char['\0', '\uD7FF'].Select(static c => c.ToString());

    private static readonly Gen<string> s_pair = Gen.Int[0x10000, 0x10FFFF].Select(char.ConvertFromUtf32);

    private static readonly Gen<string> s_half = Gen.Char['\uD800', '\uDFFF'].Select(static c => c.ToString());

    /// <summary>Valid UTF-16, also empty.</summary>
    public static readonly Gen<string> Text = Join(Gen.OneOf(s_meaning, s_plain, s_any, s_pair));

    /// <summary>Valid UTF-16, empty or null.</summary>
    public static readonly Gen<string?> Value = Gen.Frequency((9, Text.Select(static t => (string?)t)), (1, Gen.Const((string?)null)));

    /// <summary>Any UTF-16, also with halves of pairs, empty or null.</summary>
    public static readonly Gen<string?> Anything = Gen.Frequency((9, Join(Gen.OneOf(s_meaning, s_any, s_pair, s_half)).Select(static t => (string?)t)), (1, Gen.Const((string?)null)));

    /// <summary>Few values, so that two keys often agree somewhere.</summary>
    public static readonly Gen<string?> Small = Gen.OneOfConst<string?>("a", "b", "a:b", "*", "", null);

    /// <summary>Plain keys with many colons and few other characters.</summary>
    public static readonly Gen<string> PlainKey = Gen.OneOfConst("a", "b", ":", ":", "c*").Array[1, 24].Select(string.Concat);

    /// <summary>Texts over a small alphabet, for patterns to match.</summary>
    public static readonly Gen<string> Subject = Gen.OneOfConst("a", "b", "c", ":", "*", "]").Array[0, 10].Select(string.Concat);

    /// <summary>Valid patterns over the same alphabet.</summary>
    public static readonly Gen<string> Pattern = Gen.OneOfConst("a", "b", ":", "*", "*", "?", "[ab]", "[^a]", "[a-c:]", "[\\]-]", "\\*", "\\a", "]").Array[1, 8].Select(string.Concat);

    private static Gen<string> Join(Gen<string> piece) => piece.Array[0, 12].Select(string.Concat);
}
