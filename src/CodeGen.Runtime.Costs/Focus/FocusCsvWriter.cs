using System.Buffers;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Writes rows as a FOCUS 1.2 file in CSV: RFC 4180, UTF-8 without a mark, a line of column names, numbers as plain decimals with all their digits, instants in UTC, null as an empty cell. Rows are
/// written as they come and not kept; for each service and each SKU price one short text is remembered, to see that it stays what it was. Not thread-safe.
/// </summary>
/// <example>
/// <code>
/// await using var writer = new FocusCsvWriter(stream);
/// foreach (FocusRow row in rows)
/// {
///     await writer.WriteAsync(row, cancellationToken);
/// }
/// </code>
/// </example>
public sealed class FocusCsvWriter : IFocusWriter, IAsyncDisposable
{
    private const int FlushAt = 64 * 1024;
    private readonly Stream _stream;
    private readonly ArrayBufferWriter<byte> _buffer = new(FlushAt);
    private readonly FocusCsvCells _cells;
    private readonly FocusIntake _intake = new();
    private bool _broken;
    private bool _disposed;

    /// <summary>Begins a file.</summary>
    /// <param name="stream">Where to. It stays open when the writer is disposed of.</param>
    /// <param name="options">How, or null for the defaults; read once.</param>
    /// <exception cref="ArgumentException">The stream cannot be written to.</exception>
    public FocusCsvWriter(Stream stream, FocusCsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite)
        {
            throw new ArgumentException("The stream cannot be written to. Open it for writing.", nameof(stream));
        }

        _stream = stream;
        _cells = new(_buffer, options?.ForSpreadsheets ?? false);
        foreach (FocusColumn column in FocusColumns.All)
        {
            _cells.Text(column.Name);
        }

        _cells.EndRow();
    }

    /// <summary>How many rows the file has so far, without the line of names.</summary>
    public long Rows => _intake.Rows;

    /// <summary>The exact sums of <c>BilledCost</c> over the rows so far, by currency: what to compare with the ledger. A copy.</summary>
    public IReadOnlyList<Money> BilledCost => _intake.BilledCost;

    /// <summary>Checks a row and writes it; some 64 KiB of rows go to the stream at once.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">Cancels the writing to the stream; the file is unusable then.</param>
    /// <exception cref="FocusRowException">The row breaks a rule. Nothing of it is in the file, and further rows may be written.</exception>
    /// <exception cref="OverflowException">The sum of <c>BilledCost</c> has more than about 10²⁶ units. Nothing of the row is in the file.</exception>
    /// <exception cref="InvalidOperationException">The stream failed before.</exception>
    public ValueTask WriteAsync(FocusRow row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        ThrowIfUnusable();
        cancellationToken.ThrowIfCancellationRequested();
        _intake.Take(row);
        foreach (FocusColumn column in FocusColumns.All)
        {
            column.Write(row, _cells);
        }

        _cells.EndRow();
        return _buffer.WrittenCount < FlushAt ? ValueTask.CompletedTask : SendAsync(cancellationToken);
    }

    /// <summary>Hands the rows so far to the stream and flushes it.</summary>
    /// <param name="cancellationToken">Cancels it; the file is unusable then.</param>
    /// <exception cref="InvalidOperationException">The stream failed before.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfUnusable();
        await SendAsync(cancellationToken).ConfigureAwait(false);
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Flushes the rows so far, unless the stream failed before. The stream stays open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_disposed && !_broken)
        {
            await FlushAsync().ConfigureAwait(false);
        }

        _disposed = true;
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        // Nobody knows how much of it arrived if this fails: going on would repeat or cut rows.
        _broken = true;
        await _stream.WriteAsync(_buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _buffer.ResetWrittenCount();
        _broken = false;
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_broken)
        {
            throw new InvalidOperationException("The stream failed, or was cancelled, while rows were written to it, and may hold a part of them. Write the file anew.");
        }
    }
}
