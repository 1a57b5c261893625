namespace CodeGen.Runtime.Costs;

/// <summary>Takes the values of a row, column by column: what a file format, or a check, implements.</summary>
internal interface IFocusCells
{
    void Text(string? value);

    void Amount(Money value);

    void Number(decimal? value);

    void Instant(DateTimeOffset value);

    /// <summary>A JSON object; a null value is written as <c>true</c>, one whose key is in <paramref name="numeric"/> as a number.</summary>
    void Object(IEnumerable<KeyValuePair<string, string?>>? values, IReadOnlySet<string> numeric);
}
