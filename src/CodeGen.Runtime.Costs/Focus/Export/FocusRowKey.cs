namespace CodeGen.Runtime.Costs;

/// <summary>What goes into one row: an hour, a meter of a SKU at one price, and whose it is. An immutable value, equal by value.</summary>
internal readonly record struct FocusRowKey(
    FocusRowKind Kind,
    long Hour,
    CostAttribution Attribution,
    CostCategory Category,
    CostUseKind Use,
    string Item,
    string? Provider,
    string? Geo,
    string Line,
    string Unit,
    Currency Currency,
    PriceStatus Status,
    PriceVersion Version,
    bool IsTakenBack);
