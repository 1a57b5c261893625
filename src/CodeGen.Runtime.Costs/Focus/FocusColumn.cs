namespace CodeGen.Runtime.Costs;

/// <summary>One column.</summary>
/// <param name="Name">Its id in FOCUS.</param>
/// <param name="NotNull">The rule by which it always has a value, or null.</param>
/// <param name="Write">Takes its value from a row.</param>
internal sealed record FocusColumn(string Name, string? NotNull, Action<FocusRow, IFocusCells> Write);
