namespace CodeGen.Runtime.Costs;

/// <summary>One column: its id in FOCUS, the kind of its values, the rule by which it always has one, and how it takes it from a row.</summary>
internal sealed class FocusColumn
{
    private FocusColumn(string name, FocusColumnKind kind, string? notNull, Action<FocusRow, IFocusCells> write)
    {
        Name = name;
        Kind = kind;
        NotNull = notNull;
        Write = write;
    }

    public string Name { get; }

    public FocusColumnKind Kind { get; }

    /// <summary>The rule by which the column always has a value, or null where it may be empty.</summary>
    public string? NotNull { get; }

    public Action<FocusRow, IFocusCells> Write { get; }

    public static FocusColumn Text(string name, string? notNull, Func<FocusRow, string?> value) => new(name, FocusColumnKind.Text, notNull, (row, cells) => cells.Text(value(row)));

    public static FocusColumn Amount(string name, string notNull, Func<FocusRow, Money> value) => new(name, FocusColumnKind.Amount, notNull, (row, cells) => cells.Amount(value(row)));

    public static FocusColumn Number(string name, Func<FocusRow, decimal?> value) => new(name, FocusColumnKind.Number, null, (row, cells) => cells.Number(value(row)));

    public static FocusColumn Instant(string name, string notNull, Func<FocusRow, DateTimeOffset> value) => new(name, FocusColumnKind.Instant, notNull, (row, cells) => cells.Instant(value(row)));

    public static FocusColumn Object(string name, Func<FocusRow, IEnumerable<KeyValuePair<string, string?>>?> value, IReadOnlySet<string> numeric) =>
        new(name, FocusColumnKind.Object, null, (row, cells) => cells.Object(value(row), numeric));
}
