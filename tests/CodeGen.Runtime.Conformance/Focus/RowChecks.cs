using System.Text.Json;

namespace CodeGen.Runtime.Conformance.Focus;

/// <summary>Evaluates checks on one row: true, false, or null where there is nothing to judge, as the format of a cell that has no value.</summary>
internal sealed class RowChecks(FocusCsv file, RuleBook book)
{
    public bool? Holds(RuleCheck check, FocusRecord row) => check.Function switch
    {
        RuleCheck.And => Join(check, row, decisive: false),
        RuleCheck.Or => Join(check, row, decisive: true),
        RuleCheck.OtherRule => Other(check, row),
        RuleCheck.Presence => file.Columns.ContainsKey(check.Columns[0]),
        "CheckValue" => IsValue(Cell(check, 0, row), check.Value),
        "CheckNotValue" => !IsValue(Cell(check, 0, row), check.Value),
        "CheckSameValue" => Cell(check, 0, row) == Cell(check, 1, row),
        "CheckNotSameValue" => Cell(check, 0, row) != Cell(check, 1, row),
        "ColumnByColumnEqualsColumnValue" => IsProduct(Cell(check, 0, row), Cell(check, 1, row), Cell(check, 2, row)),
        _ => Cell(check, 0, row) is { } cell ? OfCell(check, cell) : null,
    };

    private static bool OfCell(RuleCheck check, string cell) => check.Function switch
    {
        "TypeString" => FormatChecks.IsText(cell),
        "TypeDecimal" or "CheckDecimalValue" => ExactNumber.TryParse(cell, out _),
        "TypeDateTime" => FormatChecks.IsInstant(cell),
        "FormatString" => FormatChecks.IsString(cell),
        "FormatNumeric" => ExactNumber.IsPlain(cell),
        "FormatDateTime" => FormatChecks.IsUtc(cell),
        "FormatKeyValue" => FormatChecks.IsKeyValue(cell),
        "FormatUnit" => FormatChecks.IsUnit(cell),
        "FormatCurrency" => FormatChecks.IsCurrency(cell),
        "CheckNationalCurrency" => NationalCurrencies.Contains(cell),
        "CheckGreaterOrEqualThanValue" => ExactNumber.TryParse(cell, out ExactNumber number) && number.CompareTo(Number(check.Value)) >= 0,
        _ => throw new NotSupportedException($"{check.Function} is not a check of a cell."),
    };

    private static bool IsValue(string? cell, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => cell is null,
        JsonValueKind.Number => cell is not null && ExactNumber.TryParse(cell, out ExactNumber number) && number.CompareTo(Number(value)) == 0,
        _ => cell == value.GetString(),
    };

    private static bool? IsProduct(string? left, string? right, string? result)
    {
        if (left is null || right is null || result is null)
        {
            return null;
        }

        return ExactNumber.TryParse(left, out ExactNumber a) && ExactNumber.TryParse(right, out ExactNumber b) && ExactNumber.TryParse(result, out ExactNumber c) && (a * b).IsNear(c);
    }

    private static ExactNumber Number(JsonElement value) => ExactNumber.TryParse(value.GetRawText(), out ExactNumber number) ? number : throw new NotSupportedException($"{value} is not a number.");

    private string? Cell(RuleCheck check, int index, FocusRecord row) => file.Cell(row, check.Columns[index]);

    /// <summary>Items with nothing to judge have no say.</summary>
    private bool? Join(RuleCheck check, FocusRecord row, bool decisive)
    {
        bool? joined = null;
        foreach (RuleCheck item in check.Items)
        {
            bool? holds = Holds(item, row);
            if (holds == decisive)
            {
                return decisive;
            }

            joined ??= holds;
        }

        return joined;
    }

    /// <summary>Another rule, on the rows that it is for.</summary>
    private bool? Other(RuleCheck check, FocusRecord row)
    {
        FocusRule rule = book.Find(check.RuleId!) ?? throw new NotSupportedException($"There is no rule {check.RuleId}.");
        return rule.Requirement is null || (rule.Condition is { } condition && Holds(condition, row) != true) ? null : Holds(rule.Requirement, row);
    }
}
