using Parquet;
using Parquet.Schema;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Writes rows as a FOCUS 1.2 file in Parquet, with the columns and the checks of <see cref="FocusCsvWriter"/>: amounts as <c>DECIMAL(38, 12)</c>, quantities and unit prices as <c>DECIMAL(38, 18)</c>, instants as
/// timestamps in UTC, tags as JSON. Rows are gathered to a row group and go to the stream together. Disposing of the writer ends the file with its footer, without which it cannot be read. Not
/// thread-safe.
/// </summary>
/// <example>
/// <code>
/// await using var writer = new FocusParquetWriter(stream);
/// foreach (FocusRow row in rows)
/// {
///     await writer.WriteAsync(row, cancellationToken);
/// }
/// </code>
/// </example>
public sealed class FocusParquetWriter : IFocusWriter, IAsyncDisposable
{
    private const int MostRows = 1_000_000;
    private const int MostDecimals = 28;
    private const long MostCharacters = 64 << 20;
    private readonly Stream _stream;
    private readonly BlockStream _block = new();
    private readonly ParquetOptions _parquet;
    private readonly int _groupRows;
    private readonly ParquetCells _cells;
    private readonly ParquetFit _fit;
    private readonly FocusIntake _intake = new();
    private ParquetWriter? _writer;
    private bool _broken;
    private bool _disposed;

    /// <summary>Begins a file. Nothing is written yet.</summary>
    /// <param name="stream">Where to; it need not be able to seek. It stays open when the writer is disposed of.</param>
    /// <param name="options">How, or null for the defaults; read once.</param>
    /// <exception cref="ArgumentException">The stream cannot be written to.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public FocusParquetWriter(Stream stream, FocusParquetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite)
        {
            throw new ArgumentException("The stream cannot be written to. Open it for writing.", nameof(stream));
        }

        options ??= new FocusParquetOptions();
        Range(options.RowGroupRows, 1, MostRows, nameof(options.RowGroupRows));
        Range(options.NumberDecimals, 0, MostDecimals, nameof(options.NumberDecimals));
        _stream = stream;
        _groupRows = options.RowGroupRows;
        _parquet = new ParquetOptions { CompressionMethod = MethodOf(options.Compression) };
        _cells = new ParquetCells(options.NumberDecimals);
        _fit = new ParquetFit(options.NumberDecimals);
    }

    /// <summary>How many rows the file has so far.</summary>
    public long Rows => _intake.Rows;

    /// <summary>The exact sums of <c>BilledCost</c> over the rows so far, by currency: what to compare with the ledger. A copy.</summary>
    public IReadOnlyList<Money> BilledCost => _intake.BilledCost;

    /// <summary>Checks a row and takes it; a full row group goes to the stream at once.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">Cancels the writing to the stream; the file is unusable then.</param>
    /// <exception cref="FocusRowException">The row breaks a rule. Nothing of it is in the file, and further rows may be written.</exception>
    /// <exception cref="OverflowException">
    /// A number does not fit its column without rounding, or the sum of <c>BilledCost</c> has more than about 10²⁶ units. Nothing of the row is in the file, and further rows may be written.
    /// </exception>
    /// <exception cref="InvalidOperationException">The stream failed before.</exception>
    public ValueTask WriteAsync(FocusRow row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        ThrowIfUnusable();
        cancellationToken.ThrowIfCancellationRequested();
        _intake.Take(row, _fit.Check);
        _cells.Add(row);
        return _cells.Rows < _groupRows && _cells.Characters < MostCharacters ? ValueTask.CompletedTask : SendAsync(cancellationToken);
    }

    /// <summary>Writes all rows. Where it fails, the file stays without a footer and cannot be read: half of the rows would look like all of them.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Cancels it; the file is unusable then.</param>
    /// <exception cref="FocusRowException">A row breaks a rule.</exception>
    /// <exception cref="OverflowException">A number does not fit its column without rounding, or the sum is too large.</exception>
    /// <exception cref="InvalidOperationException">The stream failed before.</exception>
    public async ValueTask WriteAllAsync(IAsyncEnumerable<FocusRow> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ThrowIfUnusable();
        bool all = false;
        try
        {
            await foreach (FocusRow row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await WriteAsync(row, cancellationToken).ConfigureAwait(false);
            }

            all = true;
        }
        finally
        {
            _broken |= !all;
        }
    }

    /// <inheritdoc cref="WriteAllAsync(IAsyncEnumerable{FocusRow}, CancellationToken)"/>
    public ValueTask WriteAllAsync(IEnumerable<FocusRow> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return WriteAllAsync(rows.ToAsyncEnumerable(), cancellationToken);
    }

    /// <summary>Writes what is left and the footer, unless something failed before. The stream stays open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_broken)
        {
            await SendAsync(CancellationToken.None).ConfigureAwait(false);
            await _writer!.DisposeAsync().ConfigureAwait(false);
            await _block.SendToAsync(_stream, CancellationToken.None).ConfigureAwait(false);
            await _stream.FlushAsync().ConfigureAwait(false);
        }
    }

    private static CompressionMethod MethodOf(FocusParquetCompression compression) => compression switch
    {
        FocusParquetCompression.Zstd => CompressionMethod.Zstd,
        FocusParquetCompression.Snappy => CompressionMethod.Snappy,
        FocusParquetCompression.None => CompressionMethod.None,
        _ => throw new ArgumentOutOfRangeException(nameof(compression), compression, $"It must be one of {string.Join(", ", Enum.GetNames<FocusParquetCompression>())}."),
    };

    private static void Range(int value, int min, int max, string option)
    {
        if (value < min || value > max)
        {
            throw new ArgumentOutOfRangeException(option, value, $"{nameof(FocusParquetOptions)}.{option} must be between {min} and {max}.");
        }
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        // Nobody knows how much of it arrived if this fails: going on would repeat or cut rows.
        _broken = true;
        _writer ??= await ParquetWriter.CreateAsync(_cells.Schema, _block, _parquet, append: false, cancellationToken).ConfigureAwait(false);
        if (_cells.Rows > 0)
        {
            using ParquetRowGroupWriter group = _writer.CreateRowGroup();
            await _cells.WriteAsync(group, cancellationToken).ConfigureAwait(false);
            group.CompleteValidate();
        }

        await _block.SendToAsync(_stream, cancellationToken).ConfigureAwait(false);
        _cells.Clear();
        _broken = false;
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_broken)
        {
            throw new InvalidOperationException("The stream or the rows failed, or were cancelled, while the file was written; it has no footer and cannot be read. Write the file anew.");
        }
    }
}
