namespace CodeGen.Runtime.Conformance.Focus;

/// <summary>Judges a file by every published rule that a machine can read and that applies to it. What a rule demands comes from the rule alone, never from its id.</summary>
internal sealed class FocusEvaluator
{
    private readonly FocusCsv _file;
    private readonly RuleBook _book;
    private readonly RowChecks _checks;
    private readonly HashSet<string> _supported;

    private FocusEvaluator(FocusCsv file, RuleBook book)
    {
        _file = file;
        _book = book;
        _checks = new(file, book);
        _supported = Criteria.Of(file, book);
    }

    public static IReadOnlyList<RuleVerdict> Evaluate(FocusCsv file, RuleBook book)
    {
        var evaluator = new FocusEvaluator(file, book);
        return [.. book.Rules.Select(evaluator.Judge)];
    }

    private RuleVerdict Judge(FocusRule rule)
    {
        IReadOnlyList<FocusRule>[] ways = [.. _book.Ways(rule).Where(way => way.SelectMany(static r => r.Criteria).All(_supported.Contains))];
        if (WhyNot(rule, ways) is { } why)
        {
            return new(rule, why);
        }

        if (rule.IsPresence)
        {
            string column = rule.Requirement!.Columns[0];
            bool present = _file.Columns.ContainsKey(column);
            return new(rule, null, 1, present ? 0 : 1, present ? null : $"there is no column {column}");
        }

        IEnumerable<FocusRecord> rows = _file.Rows.Where(row => ways.Any(way => way.All(r => r.Condition is null || _checks.Holds(r.Condition, row) == true)));
        RuleVerdict verdict = rule.Requirement!.Function == RuleCheck.DistinctCount ? JudgeGroups(rule, rows) : JudgeRows(rule, rows);
        return verdict.Judged > 0 ? verdict : new(rule, "applies, but no row of this file is of the kind that it is for");
    }

    private string? WhyNot(FocusRule rule, IReadOnlyList<FocusRule>[] ways)
    {
        if (ways.Length == 0)
        {
            return "does not apply: for providers that support something that this file has no columns for";
        }

        if (!rule.IsPresence && ((rule.Entity == "Column" && !_file.Columns.ContainsKey(rule.Reference)) || rule.Requirement?.AllColumns.Any(c => !_file.Columns.ContainsKey(c)) == true))
        {
            return "does not apply: about a column that this file does not have";
        }

        if (rule.Unreadable is { } unreadable)
        {
            return $"cannot be read: {unreadable}";
        }

        if (rule.Requirement is null)
        {
            return $"nothing that a machine can read: {rule.Entity.ToLowerInvariant()}, {rule.Function.ToLowerInvariant()}";
        }

        if (ways.All(static way => way.Any(static r => r.Unreadable is not null)))
        {
            return "cannot be read: the condition of a rule that it belongs to";
        }

        if (rule.IsAnd)
        {
            return "only gathers other rules, which are judged themselves (AND)";
        }

        if (_book.IsAlternative(rule))
        {
            return "one of several alternatives, judged together (OR)";
        }

        return rule.Keyword == RuleVerdict.May ? "a permission (MAY): nothing can break it" : null;
    }

    private RuleVerdict JudgeRows(FocusRule rule, IEnumerable<FocusRecord> rows)
    {
        long judged = 0;
        long broken = 0;
        string? first = null;
        foreach (FocusRecord row in rows)
        {
            if (_checks.Holds(rule.Requirement!, row) is not { } holds)
            {
                continue;
            }

            judged++;
            if (!holds)
            {
                broken++;
                first ??= $"line {row.Line}: {Cells(rule, row)}";
            }
        }

        return new(rule, null, judged, broken, first);
    }

    /// <summary>For each value of one column, how many values another one has beside it.</summary>
    private RuleVerdict JudgeGroups(FocusRule rule, IEnumerable<FocusRecord> rows)
    {
        RuleCheck check = rule.Requirement!;
        int expected = check.Value.GetInt32();
        var groups = rows
            .Select(row => (Key: _file.Cell(row, check.Columns[0]), Value: _file.Cell(row, check.Columns[1]), row.Line))
            .Where(static cell => cell.Key is not null)
            .GroupBy(static cell => cell.Key, StringComparer.Ordinal)
            .Select(static group => (group.Key, Values: group.Where(static cell => cell.Value is not null).Select(static cell => cell.Value).Distinct().ToArray(), group.First().Line))
            .ToArray();
        var broken = groups.Where(group => group.Values.Length != expected).ToArray();
        return new(rule, null, groups.Length, broken.Length, broken is [var one, ..] ? $"{check.Columns[0]} '{one.Key}', first in line {one.Line}, has {check.Columns[1]} '{string.Join("', '", one.Values)}'" : null);
    }

    private string Cells(FocusRule rule, FocusRecord row)
    {
        IEnumerable<string> columns = rule.Requirement!.AllColumns.Concat(rule.Condition?.AllColumns ?? []).Append(rule.Reference).Where(_file.Columns.ContainsKey).Distinct();
        return string.Join(", ", columns.Select(column => $"{column} {(_file.Cell(row, column) is { } cell ? $"'{cell}'" : "null")}"));
    }
}
