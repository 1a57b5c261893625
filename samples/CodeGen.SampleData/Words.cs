using System.Text;

namespace CodeGen.SampleData;

/// <summary>Makes English of identifiers.</summary>
internal static class Words
{
    private static readonly (string Suffix, string Unit)[] Units =
    [
        ("GiB", "GiB"), ("MiB", "MiB"), ("TiB", "TiB"), ("Mibps", "MiB/s"), ("Bytes", "bytes"), ("Seconds", "seconds"), ("Minutes", "minutes"), ("Hours", "hours"),
        ("Days", "days"), ("Months", "months"), ("Ms", "milliseconds"), ("Percent", "percent"), ("PerSecond", "a second"), ("PerMinute", "a minute"),
    ];

    /// <summary><c>averageLatencyMs</c> gives <c>average latency, in milliseconds</c>.</summary>
    public static string Describe(string property)
    {
        foreach ((string suffix, string unit) in Units)
        {
            if (property.EndsWith(suffix, StringComparison.Ordinal))
            {
                string rest = Split(property[..^suffix.Length]);
                return unit.StartsWith("a ", StringComparison.Ordinal) ? $"{rest} {unit}" : $"{rest}, in {unit}";
            }
        }

        return Split(property);
    }

    /// <summary><c>VirtualMachine</c> gives <c>virtual machine</c>.</summary>
    public static string Split(string identifier)
    {
        var text = new StringBuilder();
        foreach (char c in identifier)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append(' ');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    /// <summary><c>virtualMachines</c> gives <c>virtual-machines</c>.</summary>
    public static string Path(string identifier) => Split(identifier).Replace(' ', '-');

    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    public static string Article(string noun) => "aeiou".Contains(noun[0], StringComparison.Ordinal) && !noun.StartsWith("user", StringComparison.Ordinal) ? $"an {noun}" : $"a {noun}";
}
