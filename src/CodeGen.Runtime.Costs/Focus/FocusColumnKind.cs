namespace CodeGen.Runtime.Costs;

/// <summary>What the values of a column are; each is one method of <see cref="IFocusCells"/>.</summary>
internal enum FocusColumnKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>An amount, of the currency that another column names.</summary>
    Amount,

    /// <summary>A quantity or a unit price.</summary>
    Number,

    /// <summary>An instant in UTC, in whole seconds.</summary>
    Instant,

    /// <summary>A JSON object.</summary>
    Object,
}
