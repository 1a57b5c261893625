using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace CodeGen.Runtime.Costs;

/// <summary>Adds sums to the rows of a table: each row that changes is read, added to and written once. Not thread-safe.</summary>
internal sealed class RollupCellWriter(SqliteConnection connection, RollupTable table) : IDisposable
{
    private readonly RollupStatement _read = new(connection, $"SELECT cells FROM {table.Name} WHERE place = ?1");
    private readonly RollupStatement _write = new(connection, $"INSERT OR REPLACE INTO {table.Name} (place, cells) VALUES (?1, ?2)");
    private readonly RollupStatement _forget = new(connection, $"DELETE FROM {table.Name} WHERE place < ?1");
    private readonly List<(long Bucket, long Series, RollupCell Cell)> _sorted = [];
    private readonly List<(long Series, RollupCell Cell)> _row = [];
    private readonly ArrayBufferWriter<byte> _bytes = new(16_384);

    public RollupTable Table => table;

    /// <summary>Needs a transaction.</summary>
    /// <param name="cells">What to add; numbers of series are indexes into <paramref name="ids"/>, and several may have the same id.</param>
    /// <param name="ids">The numbers that the database knows them by.</param>
    public void Add(IReadOnlyDictionary<(long Bucket, int Series), RollupCell> cells, long[] ids)
    {
        _sorted.Clear();
        foreach (((long bucket, int series), RollupCell cell) in cells)
        {
            _sorted.Add((bucket, ids[series], cell));
        }

        // In the order of the table, so that each of its pages is touched once.
        CollectionsMarshal.AsSpan(_sorted).Sort(static (left, right) => left.Bucket != right.Bucket ? left.Bucket.CompareTo(right.Bucket) : left.Series.CompareTo(right.Series));
        for (int from = 0; from < _sorted.Count;)
        {
            long place = PlaceOf(from);
            int until = from + 1;
            while (until < _sorted.Count && PlaceOf(until) == place)
            {
                until++;
            }

            AddRow(place, CollectionsMarshal.AsSpan(_sorted)[from..until]);
            from = until;
        }
    }

    /// <summary>Deletes the buckets before one. Needs a transaction.</summary>
    public void Forget(long floor) => _ = _forget.Bind(RollupPlace.First(floor)).Step();

    public void Dispose()
    {
        _read.Dispose();
        _write.Dispose();
        _forget.Dispose();
    }

    private long PlaceOf(int at) => RollupPlace.Of(_sorted[at].Bucket, _sorted[at].Series);

    private void AddRow(long place, ReadOnlySpan<(long Bucket, long Series, RollupCell Cell)> more)
    {
        _row.Clear();
        ReadOnlySpan<byte> bytes = _read.Bind(place).Step() ? _read.Bytes(0) : default;
        for (long series = RollupPlace.SeriesOf(place) - 1; !bytes.IsEmpty;)
        {
            RollupCell cell = RollupCells.Read(ref bytes, out int gap);
            series += gap + 1;
            while (!more.IsEmpty && more[0].Series < series)
            {
                Add(more[0].Series, more[0].Cell);
                more = more[1..];
            }

            Add(series, cell);
        }

        _read.Reset();
        foreach ((_, long series, RollupCell cell) in more)
        {
            Add(series, cell);
        }

        _bytes.ResetWrittenCount();
        long before = RollupPlace.SeriesOf(place) - 1;
        foreach ((long series, RollupCell cell) in _row)
        {
            RollupCells.Write(_bytes, (int)(series - before - 1), cell);
            before = series;
        }

        _ = _write.Bind(place, _bytes.WrittenSpan).Step();
    }

    private void Add(long series, in RollupCell cell)
    {
        if (_row is [.., var last] && last.Series == series)
        {
            _row[^1] = (series, last.Cell.Plus(cell));
        }
        else
        {
            _row.Add((series, cell));
        }
    }
}
