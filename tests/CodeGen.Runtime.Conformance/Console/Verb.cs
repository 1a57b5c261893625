using System.Text;

namespace CodeGen.Runtime.Conformance;

/// <summary>One thing that the runner can check.</summary>
/// <param name="Name">What the user types.</param>
/// <param name="Summary">What it checks, in a sentence.</param>
/// <param name="Options">Its options.</param>
/// <param name="Run">Runs it.</param>
internal sealed record Verb(string Name, string Summary, VerbOption[] Options, Func<Arguments, Report, Task> Run)
{
    public string Usage()
    {
        var text = new StringBuilder($"{Name}: {Summary}\n");
        foreach (VerbOption option in Options)
        {
            string fallback = option.Default switch { null => "required", "" => "optional", _ => $"default {option.Default}" };
            text.Append($"  {$"--{option.Name} {option.Value}",-30} {option.Meaning} ({fallback})\n");
        }

        return text.ToString();
    }
}
