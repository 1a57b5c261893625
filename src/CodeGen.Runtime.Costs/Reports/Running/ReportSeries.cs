using Microsoft.Data.Sqlite;

namespace CodeGen.Runtime.Costs;

/// <summary>Which of a report's sums each series of the database belongs to. Not thread-safe.</summary>
internal sealed class ReportSeries
{
    private const int Unwanted = -1;

    private readonly List<ReportSlot> _slots = [];
    private readonly List<int> _slotOf = [];
    private readonly Dictionary<string?[], Dictionary<RollupShape, int>> _known = new(ReportKeys.Instance);

    /// <exception cref="InvalidDataException">The database says what cannot be.</exception>
    public ReportSeries(SqliteConnection connection, RollupDetail detail, ReportSpec spec, CancellationToken cancellationToken)
    {
        string?[] key = new string?[spec.Columns.Length];
        foreach ((long id, RollupSeries series) in RollupNames.Series(connection, detail))
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (_slotOf.Count < id)
            {
                _slotOf.Add(Unwanted);
            }

            _slotOf.Add(spec.Passes(series) ? SlotOf(key, series, spec) : Unwanted);
        }
    }

    public IReadOnlyList<ReportSlot> Slots => _slots;

    /// <summary>Nothing where the report does not want it.</summary>
    public ReportSlot? Of(long id) => id < _slotOf.Count && _slotOf[(int)id] is var slot and not Unwanted ? _slots[slot] : null;

    private int SlotOf(string?[] key, in RollupSeries series, ReportSpec spec)
    {
        for (int i = 0; i < key.Length; i++)
        {
            key[i] = spec.Columns[i].Of(series);
        }

        if (!_known.TryGetValue(key, out Dictionary<RollupShape, int>? slots))
        {
            _known[[.. key]] = slots = [];
        }

        if (!slots.TryGetValue(series.Shape, out int slot))
        {
            slots[series.Shape] = slot = _slots.Count;
            _slots.Add(new ReportSlot([.. key], series.Shape));
        }

        return slot;
    }
}
