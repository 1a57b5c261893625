namespace CodeGen.SampleData;

/// <summary>One kind of cloud resource, as a line of kinds.txt describes it.</summary>
internal sealed record ResourceKind(
    string Group, string Name, string Plural, IReadOnlyList<ResourceProperty> Specification, IReadOnlyList<ResourceProperty> Status, IReadOnlyList<string> Actions)
{
    private const StringSplitOptions Clean = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    public static IReadOnlyList<ResourceKind> ReadAll()
    {
        using Stream stream = typeof(ResourceKind).Assembly.GetManifestResourceStream("kinds.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', Clean).Where(static line => !line.StartsWith('#')).Select(Parse)];
    }

    private static ResourceKind Parse(string line)
    {
        // A | inside an enumeration has no blanks beside it; the ones between columns have.
        string[] columns = line.Split(" | ", Clean);
        string[] names = columns[1].Split(',', Clean);
        return new ResourceKind(columns[0], names[0], names[1], Properties(columns[2]), Properties(columns[3]), columns.Length > 4 ? columns[4].Split(' ', Clean) : []);
    }

    private static ResourceProperty[] Properties(string column) => [.. column.Split(' ', Clean).Select(ResourceProperty.Parse)];
}
