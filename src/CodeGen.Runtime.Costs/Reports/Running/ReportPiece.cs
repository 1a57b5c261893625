namespace CodeGen.Runtime.Costs;

/// <summary>A part of a report's time and where its sums come from. An immutable value.</summary>
/// <param name="Level">Which sums; nothing where only the records themselves tell.</param>
/// <param name="From">The first instant.</param>
/// <param name="Until">The first instant after it.</param>
internal readonly record struct ReportPiece(RollupLevel? Level, DateTimeOffset From, DateTimeOffset Until);
