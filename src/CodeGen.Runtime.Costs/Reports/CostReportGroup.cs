namespace CodeGen.Runtime.Costs;

/// <summary>The figures of one group. Immutable, thread-safe.</summary>
/// <param name="Key">Its values in the order of <see cref="CostReport.GroupBy"/>; <see langword="null"/> of what has no value. Of <see cref="IsOther"/> only times have one.</param>
/// <param name="IsOther">Whether these are all groups together that <see cref="CostQuery.Top"/> left out.</param>
/// <param name="Figures">What it comes to.</param>
/// <param name="Share">Its part of the total's converted cost, six decimals; <see langword="null"/> where something is not converted, or the total is 0.</param>
/// <param name="Change">How it differs from the other time; <see langword="null"/> where none was asked for.</param>
public sealed record CostReportGroup(IReadOnlyList<string?> Key, bool IsOther, CostFigures Figures, decimal? Share, CostChange? Change);
