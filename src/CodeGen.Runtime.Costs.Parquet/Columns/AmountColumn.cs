using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace CodeGen.Runtime.Costs;

/// <summary>Amounts in picos.</summary>
internal sealed class AmountColumn(DataField field) : ParquetColumn(field)
{
    private readonly List<Int128> _values = [];

    public void Add(Int128 picos) => _values.Add(picos);

    public override async ValueTask WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
    {
        BigDecimal[] values = [.. _values.Select(ParquetNumbers.Of)];
        await group.WriteAsync<BigDecimal>(Field, values.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    public override void Clear() => _values.Clear();
}
