namespace CodeGen.Runtime.Costs;

/// <summary>A price list that cannot be used. The message says which list, where in it, what stands there and what to write; nothing of the list has been taken over.</summary>
public sealed class PriceListException : FormatException
{
    private const int MaxShown = 64;

    internal PriceListException(string source, string path, string? value, string problem, Exception? inner = null)
        : base($"{source}: {path}{(value is null ? "" : $" is '{Shown(value)}'")}: {problem}", inner)
    {
        ListSource = source;
        Path = path;
    }

    /// <summary>Which list: the name of the file, or of the option.</summary>
    public string ListSource { get; }

    /// <summary>Where in the list: <c>$.models[3].prices[0].cards[1].rates.input</c>.</summary>
    public string Path { get; }

    /// <summary>Text from outside, made fit for one line of a log.</summary>
    internal static string Shown(string value)
    {
        ReadOnlySpan<char> start = value.AsSpan(0, Math.Min(value.Length, MaxShown));
        return string.Concat(string.Create(start.Length, start, static (line, text) =>
        {
            for (int i = 0; i < line.Length; i++)
            {
                line[i] = char.IsControl(text[i]) ? '.' : text[i];
            }
        }), value.Length > MaxShown ? "…" : "");
    }
}
