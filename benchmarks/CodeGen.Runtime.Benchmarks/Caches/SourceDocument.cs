using System.Reflection;
using System.Text;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>What a host caches: a file of generated code.</summary>
public sealed record SourceDocument(string Path, string Language, string Text)
{
    private static readonly Lazy<string> s_text = new(ReadText);

    /// <summary>A document of real source text, cut to so many kilobytes; each number begins at another place.</summary>
    public static SourceDocument Of(int kilobytes, int number)
    {
        string all = s_text.Value;
        int length = kilobytes * 1024;
        int start = number * 7919 % Math.Max(1, all.Length - length);
        return new SourceDocument($"src/Generated/File{number}.cs", "csharp", all.Substring(start, length));
    }

    /// <summary>Source files of this repository, one after the other.</summary>
    private static string ReadText()
    {
        var all = new StringBuilder();
        Assembly assembly = typeof(SourceDocument).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".cs", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            all.Append(reader.ReadToEnd());
        }

        return all.ToString();
    }
}
