using Parquet;
using Parquet.Schema;

namespace CodeGen.Runtime.Costs;

/// <summary>Instants in UTC.</summary>
internal sealed class InstantColumn(DataField field) : ParquetColumn(field)
{
    private readonly List<DateTime> _values = [];

    public void Add(DateTimeOffset value) => _values.Add(value.UtcDateTime);

    public override async ValueTask WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken) =>
        await group.WriteAsync<DateTime>(Field, _values.ToArray().AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);

    public override void Clear() => _values.Clear();
}
