using System.Globalization;
using System.Text;

namespace CodeGen.Runtime.Contracts;

/// <summary>Every case over every subject, as a section of a page.</summary>
internal static class Matrix
{
    private const string Start = "<!-- contracts: written by the command above -->";
    private const string End = "<!-- /contracts -->";

    private static readonly Dictionary<string, string> s_titles = new()
    {
        [SubjectsOf.Hybrid] = "The contract of `HybridCache`",
        [SubjectsOf.Distributed] = "The contract of `IDistributedCache` and `IBufferDistributedCache`",
        [SubjectsOf.Invalidation] = "The contract of invalidation",
    };

    /// <summary>Runs all; tells each failure as it comes.</summary>
    public static async Task<string> MeasureAsync(TextWriter progress)
    {
        var summary = new StringBuilder();
        var details = new StringBuilder();
        foreach (string contract in SubjectsOf.Contracts)
        {
            IReadOnlyList<Subject> subjects = SubjectsOf.Of(contract);
            IReadOnlyList<ContractCase> cases = ContractCase.Of(contract);
            var results = new Dictionary<(Subject, ContractCase), CaseResult>();
            foreach (Subject subject in subjects)
            {
                int done = 0;
                foreach (ContractCase contractCase in cases)
                {
                    CaseResult result = await CaseRunner.RunAsync(contractCase, subject);
                    results[(subject, contractCase)] = result;
                    done++;
                    if (result.Verdict != Verdict.Passed)
                    {
                        await progress.WriteLineAsync($"{subject.Name} {done}/{cases.Count} {contractCase.Group}.{contractCase.Name}: {result.Verdict}: {result.Reason}");
                    }
                }

                await progress.WriteLineAsync($"{subject.Name}: {contract}, {cases.Count} cases done");
            }

            foreach (Subject subject in subjects)
            {
                summary.AppendLine(CultureInfo.InvariantCulture, $"| {s_titles[contract]} | {subject.Name} {subject.Version} | {cases.Count} | {Count(Verdict.Passed)} | {Count(Verdict.Failed)} | {Count(Verdict.NotOffered)} |");
                int Count(Verdict verdict) => cases.Count(c => results[(subject, c)].Verdict == verdict);
            }

            AppendDetails(details, contract, subjects, cases, results);
        }

        return $"""
            | contract | library | cases | passed | failed | not offered |
            |---|---|---|---|---|---|
            {summary}
            {details.ToString().TrimEnd()}

            """;
    }

    /// <summary>Replaces the section of a page.</summary>
    public static void Write(string path, string matrix)
    {
        string page = File.ReadAllText(path);
        int start = page.IndexOf(Start, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        if (start < 0 || end < start)
        {
            throw new InvalidOperationException($"{path} has no section between '{Start}' and '{End}'.");
        }

        File.WriteAllText(path, $"{page[..(start + Start.Length)]}\n\n{matrix.ReplaceLineEndings("\n")}\n{page[end..]}");
    }

    private static void AppendDetails(
        StringBuilder details, string contract, IReadOnlyList<Subject> subjects, IReadOnlyList<ContractCase> cases, Dictionary<(Subject, ContractCase), CaseResult> results)
    {
        details.AppendLine(CultureInfo.InvariantCulture, $"#### {s_titles[contract]}").AppendLine();
        details.AppendLine($"| case | {string.Join(" | ", subjects.Select(s => s.Name))} |");
        details.AppendLine($"|---|{string.Concat(subjects.Select(_ => "---|"))}");
        foreach (ContractCase contractCase in cases)
        {
            details.AppendLine($"| `{contractCase.Group}.{contractCase.Name}` {contractCase.Title.Replace("|", "\\|", StringComparison.Ordinal)} | {string.Join(" | ", subjects.Select(s => Mark(results[(s, contractCase)])))} |");
        }

        details.AppendLine();
    }

    private static string Mark(CaseResult result) => result.Verdict switch
    {
        Verdict.Passed => "yes",
        Verdict.Failed => "**no**",
        _ => $"({result.Reason})",
    };
}
