namespace CodeGen.Runtime.Costs;

/// <summary>A row would break a rule of FOCUS 1.2 and was not written. The message names the column, its value, cut to 64 characters, and the rule.</summary>
public sealed class FocusRowException : Exception
{
    private const int MostShown = 64;

    internal FocusRowException(string column, object? value, string demand, string rule)
        : base($"{column} is {Shown(value)}; {demand} (FOCUS 1.2, {rule}).")
    {
        Column = column;
        Rule = rule;
    }

    /// <summary>The column, such as <c>ListCost</c>.</summary>
    public string Column { get; }

    /// <summary>The published id of the rule, such as <c>ListCost-C-009-C</c>.</summary>
    public string Rule { get; }

    private static string Shown(object? value) => value switch
    {
        null => "missing",
        string { Length: > MostShown } text => $"'{text[..MostShown]}…'",
        string text => $"'{text}'",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => $"{value}",
    };
}
