namespace CodeGen.Runtime.Conformance.Focus;

/// <summary>What came of a rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="NotEvaluated">Why it was not evaluated, in words that rules of one kind share; null when it was.</param>
/// <param name="Judged">How many rows, or groups of rows, it was judged on; 1 for a rule about the file.</param>
/// <param name="Broken">How many of these break it.</param>
/// <param name="First">The first that breaks it.</param>
internal sealed record RuleVerdict(FocusRule Rule, string? NotEvaluated, long Judged = 0, long Broken = 0, string? First = null)
{
    public const string May = "MAY";

    public bool Passed => NotEvaluated is null && Broken == 0;

    public bool Failed => NotEvaluated is null && Broken > 0;
}
