using System.Runtime.InteropServices;

namespace CodeGen.Runtime.Costs;

/// <summary>What some records add to the sums of all levels, added up in memory before it is written. Not thread-safe.</summary>
internal sealed class RollupBatch(RollupCalendar calendar, RollupFloors floors)
{
    private readonly Dictionary<CostAttribution, int> _attributions = [];
    private readonly Dictionary<RollupShape, int> _shapes = [];
    private readonly Dictionary<(int Attribution, int Shape), int> _indexes = [];
    private readonly List<RollupSeries> _series = [];
    private readonly Dictionary<(long Bucket, int Series), RollupCell>[] _cells = [.. RollupLevels.All.Select(static _ => new Dictionary<(long, int), RollupCell>())];

    public int Records { get; private set; }

    public int Cells => _cells.Sum(static level => level.Count);

    /// <summary>The place after the last record that was looked at.</summary>
    public long Next { get; private set; }

    /// <summary>The event of that record; nothing where it cannot be read.</summary>
    public Guid? LastEvent { get; private set; }

    /// <summary>How many records could not be read.</summary>
    public long Unreadable { get; private set; }

    public bool IsEmpty => Next == 0;

    public IReadOnlyList<RollupSeries> Series => _series;

    public RollupTotals Totals { get; } = new();

    public Dictionary<RollupMeter, MeterQuantity> Metered { get; } = [];

    /// <summary>Of each day which records are about it: the first and the last.</summary>
    public Dictionary<long, (long First, long Last)> Days { get; } = [];

    public IReadOnlyDictionary<(long Bucket, int Series), RollupCell> CellsOf(RollupLevel level) => _cells[(int)level];

    /// <summary>Goes past a record that is not about costs, or a place where records cannot be read.</summary>
    public void Pass(long next, Guid? lastEvent, long unreadable = 0) => (Next, LastEvent, Unreadable) = (next, lastEvent, Unreadable + unreadable);

    public void Add(CostRecord record)
    {
        Records++;
        Pass(record.Sequence + 1, record.Id);
        Span<long> buckets = stackalloc long[RollupLevels.Count];
        foreach (RollupLevel level in RollupLevels.All)
        {
            buckets[(int)level] = calendar.BucketOf(level, record.EventTime);
        }

        string item = record.Use.ToString();
        int attribution = IndexOf(_attributions, record.Attribution);
        for (int at = 0; at < RollupLines.CountOf(record); at++)
        {
            (RollupSeries series, RollupCell cell) = RollupLines.Of(record, item, at);
            int index = IndexOf(attribution, series);
            foreach (RollupLevel level in RollupLevels.All)
            {
                long bucket = buckets[(int)level];
                if (bucket >= floors[level])
                {
                    ref RollupCell sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_cells[(int)level], (bucket, index), out _);
                    sum = sum.Plus(cell);
                }
            }
        }

        Totals.Add(record);
        Meter(record);
        ref (long First, long Last) day = ref CollectionsMarshal.GetValueRefOrAddDefault(Days, buckets[(int)RollupLevel.Day], out bool isKnown);
        day = (isKnown ? day.First : record.Sequence, record.Sequence);
    }

    private void Meter(CostRecord record)
    {
        if (record is { Kind: CostRecordKind.Charge, Use.Kind: CostUseKind.Meter })
        {
            MeterQuantity quantity = record.Use.Quantity;
            var key = new RollupMeter(record.Use.Name.ToLowerInvariant(), calendar.WindowOf(RollupLevel.Month, record.EventTime).Start.UtcTicks, quantity.Dimension);
            ref MeterQuantity used = ref CollectionsMarshal.GetValueRefOrAddDefault(Metered, key, out _);
            used = used.Plus(quantity);
        }
    }

    private int IndexOf(int attribution, in RollupSeries series)
    {
        ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexes, (attribution, IndexOf(_shapes, series.Shape)), out bool isKnown);
        if (!isKnown)
        {
            index = _series.Count;
            _series.Add(series);
        }

        return index;
    }

    private static int IndexOf<T>(Dictionary<T, int> known, T value)
        where T : notnull
    {
        ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(known, value, out bool isKnown);
        if (!isKnown)
        {
            index = known.Count - 1;
        }

        return index;
    }
}
