using System.Numerics;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace CodeGen.Runtime.Costs;

/// <summary>Quantities and unit prices, or nothing.</summary>
internal sealed class NumberColumn(DataField field, int decimals) : ParquetColumn(field)
{
    private readonly List<decimal?> _values = [];

    public void Add(decimal? value) => _values.Add(value);

    public override async ValueTask WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
    {
        BigDecimal?[] values = [.. _values.Select(Scaled)];
        await group.WriteAsync<BigDecimal>(Field, values.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    public override void Clear() => _values.Clear();

    private BigDecimal? Scaled(decimal? value)
    {
        if (value is not { } number)
        {
            return null;
        }

        _ = ParquetNumbers.TryScale(number, decimals, out BigInteger scaled);
        return new BigDecimal(scaled, ParquetNumbers.Precision, decimals);
    }
}
