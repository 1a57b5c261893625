namespace CodeGen.SampleData;

/// <summary>One property of a kind: its name, its type in the notation of kinds.txt, and whether it must be given.</summary>
internal readonly record struct ResourceProperty(string Name, string Type, bool Required)
{
    public static ResourceProperty Parse(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string name = text[..colon];
        return new ResourceProperty(name.TrimEnd('!'), text[(colon + 1)..], name.EndsWith('!'));
    }
}
