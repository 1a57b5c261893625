namespace CodeGen.Runtime.Costs;

/// <summary>Sums as reports take them, from the database or of one line of a record.</summary>
internal readonly record struct ReportCell
{
    public required CostCategory Category { get; init; }

    public required CostUseKind Use { get; init; }

    public required CostRecordKind Kind { get; init; }

    public required PriceStatus Status { get; init; }

    public required Currency Currency { get; init; }

    public required Int128 AmountParts { get; init; }

    public required Int128 QuantityParts { get; init; }

    public required string Unit { get; init; }

    /// <summary>Of tokens: whether they are of the answer.</summary>
    public required bool IsOutput { get; init; }

    public required RollupCell Sums { get; init; }

    /// <summary>The first and the last day of use; the same one where amounts are to be converted by its rate, or where the rate is the same on all of them.</summary>
    public required (DateOnly First, DateOnly Last) Days { get; init; }

    /// <summary>Whether the rate changed between the days, so that nobody can tell by which one.</summary>
    public bool HasNoDay { get; init; }

    /// <summary>A call of a model or an API; a model's fee belongs to one that is a charge of its own.</summary>
    public bool IsRequest => Kind == CostRecordKind.Charge && IsRequestOf(Category, Use);

    public bool IsTokens => Use == CostUseKind.Model && Unit == CostLine.TokenUnit;

    public static bool IsRequestOf(CostCategory category, CostUseKind use) => category == CostCategory.Api || (category == CostCategory.Model && use != CostUseKind.Fee);

    public static ReportCell Of(in RollupShape shape, in RollupCell sums, (DateOnly First, DateOnly Last) days, bool hasNoDay = false) => new()
    {
        Category = shape.Category,
        Use = shape.Use,
        Kind = shape.Kind,
        Status = shape.Status,
        Currency = shape.Currency,
        AmountParts = shape.AmountParts,
        QuantityParts = shape.QuantityParts,
        Unit = shape.Unit,
        IsOutput = ReportTokens.IsOutput(shape.Line),
        Sums = sums,
        Days = days,
        HasNoDay = hasNoDay,
    };
}
