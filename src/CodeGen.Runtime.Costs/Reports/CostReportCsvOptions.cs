namespace CodeGen.Runtime.Costs;

/// <summary>How a report is written as CSV.</summary>
public sealed class CostReportCsvOptions
{
    /// <summary>
    /// Whether people open the file in a spreadsheet, which would run a name such as <c>=HYPERLINK(…)</c> as a formula: texts that begin with <c>=</c>, <c>+</c>, <c>-</c>, <c>@</c>, a tab or a line break, or with
    /// the full-width form of one of these signs, get an apostrophe in front.
    /// </summary>
    /// <value>The default is <see langword="true"/>. Set it to <see langword="false"/> for files that programs read.</value>
    public bool ForSpreadsheets { get; set; } = true;
}
