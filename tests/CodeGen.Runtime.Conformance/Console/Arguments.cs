using System.Globalization;

namespace CodeGen.Runtime.Conformance;

/// <summary>The <c>--name value</c> pairs of a call, and values whose place names them.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public bool WantsHelp { get; private set; }

    /// <summary>Reads the pairs; with <paramref name="options"/> refuses what is not among them, and fills in defaults.</summary>
    /// <exception cref="UsageException">A name is unknown or given twice, a value is missing.</exception>
    public static Arguments Parse(ReadOnlySpan<string> words, VerbOption[]? options = null)
    {
        var result = new Arguments();
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i] is "--help" or "-h")
            {
                result.WantsHelp = true;
                return result;
            }

            if (!words[i].StartsWith("--", StringComparison.Ordinal))
            {
                if (Array.Find(options ?? [], o => o.Positional && !result._values.ContainsKey(o.Name)) is { } place)
                {
                    result._values.Add(place.Name, words[i]);
                    continue;
                }

                throw new UsageException($"'{words[i]}' is not an option; options are written --name VALUE.");
            }

            string name = words[i][2..];
            if (options is not null && !Array.Exists(options, o => o.Name == name))
            {
                throw new UsageException($"There is no option --{name} here; there are {string.Join(", ", options.Select(o => $"--{o.Name}"))}.");
            }

            if (i + 1 == words.Length)
            {
                throw new UsageException($"--{name} needs a value after it.");
            }

            if (!result._values.TryAdd(name, words[++i]))
            {
                throw new UsageException($"--{name} is given twice; give it once.");
            }
        }

        foreach (VerbOption option in options ?? [])
        {
            if (option.Default is { } fallback)
            {
                result._values.TryAdd(option.Name, fallback);
            }
            else if (!result._values.ContainsKey(option.Name))
            {
                throw new UsageException($"--{option.Name} {option.Value} is missing: {option.Meaning}.");
            }
        }

        return result;
    }

    public string Text(string name) => _values.TryGetValue(name, out string? value) ? value : throw new UsageException($"--{name} is missing.");

    public int Int(string name, int least, int most) =>
        int.TryParse(Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw new UsageException($"--{name} '{Text(name)}' is not a whole number from {least} to {most}.");

    public double Number(string name, double least, double most) =>
        double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
            ? value
            : throw new UsageException($"--{name} '{Text(name)}' is not a number from {least} to {most}.");

    public bool Switch(string name) => Choice(name, "on", "off") == "on";

    public string Choice(string name, params string[] choices) =>
        Array.IndexOf(choices, Text(name)) >= 0 ? Text(name) : throw new UsageException($"--{name} '{Text(name)}' is none of {string.Join(", ", choices)}.");
}
