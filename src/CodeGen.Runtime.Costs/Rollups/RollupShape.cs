namespace CodeGen.Runtime.Costs;

/// <summary>What sums are kept apart by beside their time and whom they belong to: some hundreds of these are met by any number of attributions. An immutable value, equal by value.</summary>
/// <param name="Category">Which of the five categories.</param>
/// <param name="Use">What kind of price it has.</param>
/// <param name="Item">The name of the model or meter; model and fee of a fee.</param>
/// <param name="Line">The kind of token, or the name of the meter or fee; empty where a record has no line.</param>
/// <param name="Unit">In what the quantity is counted.</param>
/// <param name="Kind">Charge, correction or saving.</param>
/// <param name="Status">Where amounts come from. Those of what has no price are 0 and mean nothing.</param>
/// <param name="Currency">Of amounts.</param>
/// <param name="AmountParts">Into how many parts a pico is divided.</param>
/// <param name="QuantityParts">Into how many parts a unit is divided.</param>
internal readonly record struct RollupShape(
    CostCategory Category,
    CostUseKind Use,
    string Item,
    string Line,
    string Unit,
    CostRecordKind Kind,
    PriceStatus Status,
    Currency Currency,
    Int128 AmountParts,
    Int128 QuantityParts);
