namespace CodeGen.Runtime.Conformance.Focus;

/// <summary>Which of the things that a provider may support a file shows to be supported.</summary>
internal static class Criteria
{
    /// <summary>
    /// A criterion is supported when the file has a column that is demanded only of those who support it. One that no demand for a column names is supported when a column whose rules name it has a value.
    /// </summary>
    public static HashSet<string> Of(FocusCsv file, RuleBook book)
    {
        var supported = new HashSet<string>(StringComparer.Ordinal);
        var demanded = new HashSet<string>(StringComparer.Ordinal);
        foreach (IGrouping<string, FocusRule> column in book.Rules.Where(static r => r.IsPresence && r.Keyword != RuleVerdict.May).GroupBy(static r => r.Requirement!.Columns[0]))
        {
            demanded.UnionWith(column.SelectMany(static rule => rule.Criteria));
            if (file.Columns.ContainsKey(column.Key))
            {
                supported.UnionWith(column.Select(static rule => rule.Criteria.AsEnumerable()).Aggregate(static (all, next) => all.Intersect(next)));
            }
        }

        foreach (FocusRule rule in book.Rules)
        {
            if (rule.Criteria.Any(criterion => !demanded.Contains(criterion)) && file.Rows.Any(row => file.Cell(row, rule.Reference) is not null))
            {
                supported.UnionWith(rule.Criteria.Where(criterion => !demanded.Contains(criterion)));
            }
        }

        return supported;
    }
}
