using System.Text.Json;

namespace CodeGen.Runtime.Costs;

/// <content>As a file.</content>
public sealed partial class CostReport
{
    /// <summary>
    /// Writes a line for each group, or one for the total where the report is not grouped, as CSV: RFC 4180, UTF-8 without a mark, a line of column names, plain decimals with all their digits. Each currency
    /// has a column of costs and one of savings.
    /// </summary>
    /// <param name="stream">Where to. It stays open.</param>
    /// <param name="options">How, or <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public async Task WriteCsvAsync(Stream stream, CostReportCsvOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        await stream.WriteAsync(ReportCsv.Of(this, options ?? new CostReportCsvOptions()), cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes all of it as a JSON object: camel case, amounts as texts of plain decimals, since many readers of JSON round numbers.</summary>
    /// <param name="stream">Where to. It stays open.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public Task WriteJsonAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return JsonSerializer.SerializeAsync(stream, ReportDocument.Of(this), ReportJsonContext.Default.ReportDocument, cancellationToken);
    }
}
