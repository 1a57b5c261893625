namespace CodeGen.Runtime.Costs;

/// <summary>What a quantity counts, so that a duration meets no price by the gigabyte.</summary>
internal enum MeterDimension
{
    /// <summary>Nothing at all: fits every unit.</summary>
    Any,

    /// <summary>Whatever the unit of the price is.</summary>
    Count,

    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Tokens times hours.</summary>
    TokenHours,
}
