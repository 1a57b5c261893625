using Parquet;
using Parquet.Schema;

namespace CodeGen.Runtime.Costs;

/// <summary>Gathers the cells of rows by column. Objects become text at once, so that nobody can change them after they were checked.</summary>
internal sealed class ParquetCells : IFocusCells
{
    private readonly ParquetColumn[] _columns;
    private readonly FocusJson _json = new();
    private int _at;

    public ParquetCells(int numberDecimals)
    {
        _columns = [.. FocusColumns.All.Select(column => ParquetColumn.Of(column, numberDecimals))];
        Schema = new ParquetSchema(_columns.Select(static column => column.Field));
    }

    public ParquetSchema Schema { get; }

    public int Rows { get; private set; }

    /// <summary>How long all texts are together; one that is in several rows counts in each.</summary>
    public long Characters { get; private set; }

    public void Add(FocusRow row)
    {
        _at = 0;
        foreach (FocusColumn column in FocusColumns.All)
        {
            column.Write(row, this);
        }

        Rows++;
    }

    public async ValueTask WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
    {
        foreach (ParquetColumn column in _columns)
        {
            await column.WriteAsync(group, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Clear()
    {
        foreach (ParquetColumn column in _columns)
        {
            column.Clear();
        }

        (Rows, Characters) = (0, 0);
    }

    public void Text(string? value)
    {
        Characters += value?.Length ?? 0;
        Next<TextColumn>().Add(value);
    }

    public void Amount(Money value) => Next<AmountColumn>().Add(value.Picos);

    public void Number(decimal? value) => Next<NumberColumn>().Add(value);

    public void Instant(DateTimeOffset value) => Next<InstantColumn>().Add(value);

    public void Object(IEnumerable<KeyValuePair<string, string?>>? values, IReadOnlySet<string> numeric) => Text(values is null ? null : _json.Write(values, numeric));

    private T Next<T>()
        where T : ParquetColumn => (T)_columns[_at++];
}
