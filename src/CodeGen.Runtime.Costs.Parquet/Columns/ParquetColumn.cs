using Parquet;
using Parquet.Schema;

namespace CodeGen.Runtime.Costs;

/// <summary>The values of one column, gathered for a row group.</summary>
internal abstract class ParquetColumn(DataField field)
{
    public DataField Field { get; } = field;

    public abstract ValueTask WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken);

    public abstract void Clear();

    /// <param name="column">The column as FOCUS has it.</param>
    /// <param name="numberDecimals">How many decimals quantities and unit prices have.</param>
    public static ParquetColumn Of(FocusColumn column, int numberDecimals)
    {
        bool nullable = column.NotNull is null;
        return column.Kind switch
        {
            FocusColumnKind.Amount => new AmountColumn(new BigDecimalDataField(column.Name, ParquetNumbers.Precision, ParquetNumbers.AmountDecimals, nullable)),
            FocusColumnKind.Number => new NumberColumn(new BigDecimalDataField(column.Name, ParquetNumbers.Precision, numberDecimals, nullable), numberDecimals),
            FocusColumnKind.Instant => new InstantColumn(new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Millis, nullable)),
            _ => new TextColumn(new DataField<string>(column.Name, nullable)),
        };
    }
}
