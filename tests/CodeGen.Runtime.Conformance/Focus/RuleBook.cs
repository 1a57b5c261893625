using System.Text.Json;

namespace CodeGen.Runtime.Conformance.Focus;

/// <summary>All published rules, and which belongs to which.</summary>
internal sealed class RuleBook
{
    private readonly Dictionary<string, FocusRule> _rules;
    private readonly ILookup<string, FocusRule> _parents;

    private RuleBook(Dictionary<string, FocusRule> rules)
    {
        _rules = rules;
        _parents = rules.Values
            .SelectMany(static rule => rule.Requirement is { } requirement ? requirement.Items.Where(static item => item.RuleId is not null).Select(item => (Member: item.RuleId!, rule)) : [])
            .ToLookup(static pair => pair.Member, static pair => pair.rule, StringComparer.Ordinal);
    }

    public IEnumerable<FocusRule> Rules => _rules.Values;

    /// <summary>Those that come along with this program.</summary>
    public static RuleBook Embedded()
    {
        using Stream stream = typeof(RuleBook).Assembly.GetManifestResourceStream("focus-1.2-rules.json")!;
        return Read(stream);
    }

    /// <exception cref="InvalidDataException">The file has another form.</exception>
    public static RuleBook Read(Stream stream)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(stream);
            return new(json.RootElement.GetProperty("ModelRules").EnumerateObject().ToDictionary(static p => p.Name, static p => FocusRule.Read(p.Name, p.Value.Clone()), StringComparer.Ordinal));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"The rules cannot be read: {e.Message}", e);
        }
    }

    public FocusRule? Find(string id) => _rules.GetValueOrDefault(id);

    /// <summary>Whether it is judged only together with others, any of which may hold.</summary>
    public bool IsAlternative(FocusRule rule) => _parents[rule.Id].Any(static parent => parent.Requirement!.Function == RuleCheck.Or);

    /// <summary>The ways from a root down to a rule, the rule at the end: conditions and criteria of all on a way have to hold.</summary>
    public IEnumerable<IReadOnlyList<FocusRule>> Ways(FocusRule rule) =>
        _parents[rule.Id].Any() ? _parents[rule.Id].SelectMany(Ways).Select(IReadOnlyList<FocusRule> (way) => [.. way, rule]) : [[rule]];
}
