namespace CodeGen.Runtime.Conformance.Focus;

/// <summary>A row of a file.</summary>
/// <param name="Line">The line it begins in, from 1.</param>
/// <param name="Cells">Its cells.</param>
internal sealed record FocusRecord(int Line, string?[] Cells);
