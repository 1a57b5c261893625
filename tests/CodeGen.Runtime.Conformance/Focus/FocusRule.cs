using System.Text.Json;

namespace CodeGen.Runtime.Conformance.Focus;

/// <summary>A published rule.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Entity">What it is about: <c>Column</c>, <c>Dataset</c> or <c>Attribute</c>.</param>
/// <param name="Function">Its kind: <c>Presence</c>, <c>Type</c>, <c>Format</c>, <c>Nullability</c>, <c>Validation</c>, <c>Composite</c>.</param>
/// <param name="Reference">The column, dataset or attribute.</param>
/// <param name="Keyword">MUST, MUST NOT, SHOULD, …</param>
/// <param name="Text">What it says.</param>
/// <param name="Criteria">What a provider has to support for it to apply.</param>
/// <param name="Requirement">What a machine can check, or null.</param>
/// <param name="Condition">For which rows, or null for all.</param>
/// <param name="Unreadable">Why requirement or condition cannot be read although there is one, or null.</param>
internal sealed record FocusRule(
    string Id, string Entity, string Function, string Reference, string Keyword, string Text, IReadOnlyList<string> Criteria, RuleCheck? Requirement, RuleCheck? Condition, string? Unreadable)
{
    public bool IsAnd => Requirement?.Function == RuleCheck.And && Requirement.Items.All(static item => item.Function == RuleCheck.OtherRule);

    public bool IsPresence => Requirement?.Function == RuleCheck.Presence;

    public static FocusRule Read(string id, JsonElement json)
    {
        JsonElement criteria = json.GetProperty("ValidationCriteria");
        RuleCheck? requirement = null;
        RuleCheck? condition = null;
        string? unreadable = null;
        try
        {
            requirement = RuleCheck.Parse(criteria.GetProperty(nameof(Requirement)));
            condition = RuleCheck.Parse(criteria.GetProperty(nameof(Condition)));
        }
        catch (NotSupportedException e)
        {
            unreadable = e.Message;
        }

        return new(
            id,
            json.GetProperty("EntityType").GetString()!,
            json.GetProperty(nameof(Function)).GetString()!,
            json.GetProperty(nameof(Reference)).GetString()!,
            criteria.GetProperty(nameof(Keyword)).GetString()!,
            criteria.GetProperty("MustSatisfy").GetString()!,
            [.. json.GetProperty("ApplicabilityCriteria").EnumerateArray().Select(static c => c.GetString()!)],
            requirement,
            condition,
            unreadable);
    }
}
