namespace CodeGen.Runtime.Costs;

/// <summary>Takes the rows of a FOCUS file, in whatever format: <see cref="FocusCsvWriter"/>, or the one of Parquet. Not thread-safe.</summary>
public interface IFocusWriter
{
    /// <summary>Checks a row and writes it.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">Cancels the writing; the file is unusable then.</param>
    /// <exception cref="FocusRowException">The row breaks a rule. Nothing of it is in the file, and further rows may be written.</exception>
    ValueTask WriteAsync(FocusRow row, CancellationToken cancellationToken = default);
}
