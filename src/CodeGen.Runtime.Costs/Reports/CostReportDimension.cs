namespace CodeGen.Runtime.Costs;

/// <summary>What reports group and filter by beside the dimensions of <see cref="CostDimension"/>.</summary>
public static class CostReportDimension
{
    /// <summary>The category: <c>compute</c>, <c>storage</c>, <c>network</c>, <c>model</c>, <c>api</c>.</summary>
    public const string Category = "category";

    /// <summary>What was used: the model as it was named, the meter, or model and fee.</summary>
    public const string Item = "item";

    /// <summary>The kind of token, such as <c>cacheRead</c>, or the meter or fee.</summary>
    public const string Line = "line";

    /// <summary>In what it is counted: <c>token</c>, <c>hour</c>, …</summary>
    public const string Unit = "unit";

    /// <summary>What the records are: <c>charge</c>, <c>adjustment</c>, <c>saving</c>.</summary>
    public const string Kind = "kind";

    /// <summary>The currency of amounts, an ISO 4217 code; <c>XXX</c> of what has no price.</summary>
    public const string Currency = "currency";

    /// <summary>The minute of UTC in which it was used: <c>2026-03-29T01:00:00Z</c>. For grouping only.</summary>
    public const string Minute = "minute";

    /// <summary>The hour of UTC: <c>2026-03-29T01:00:00Z</c>. For grouping only.</summary>
    public const string Hour = "hour";

    /// <summary>The day in the report's zone: <c>2026-03-29</c>. For grouping only.</summary>
    public const string Day = "day";

    /// <summary>The month in the report's zone: <c>2026-03</c>. For grouping only.</summary>
    public const string Month = "month";
}
