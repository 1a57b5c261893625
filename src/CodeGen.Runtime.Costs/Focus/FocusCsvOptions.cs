namespace CodeGen.Runtime.Costs;

/// <summary>How a FOCUS file is written.</summary>
public sealed class FocusCsvOptions
{
    /// <summary>
    /// Whether the file is meant for people who open it in a spreadsheet. A spreadsheet runs a text that begins with <c>=</c>, <c>+</c>, <c>-</c>, <c>@</c>, a tab or a line break, or with the full-width
    /// form of one of these signs, as a formula; with this option such texts get an apostrophe in front. FOCUS demands that texts stay as they are, so a file for machines is written without.
    /// </summary>
    /// <value>Default: false.</value>
    public bool ForSpreadsheets { get; set; }
}
