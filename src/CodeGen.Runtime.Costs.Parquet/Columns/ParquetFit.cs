using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>Whether the numbers of a row fit their columns as they are.</summary>
internal sealed class ParquetFit(int numberDecimals) : IFocusCells
{
    private FocusColumn? _column;

    public void Check(FocusRow row)
    {
        foreach (FocusColumn column in FocusColumns.All)
        {
            _column = column;
            column.Write(row, this);
        }
    }

    public void Amount(Money value)
    {
        if (!ParquetNumbers.Fits(value.Picos))
        {
            throw new OverflowException($"{_column!.Name} has {value.Picos} picos, and a Parquet file has {ParquetNumbers.Precision} digits at most. Divide the row.");
        }
    }

    public void Number(decimal? value)
    {
        if (value is { } number && !ParquetNumbers.TryScale(number, numberDecimals, out _))
        {
            throw new OverflowException(string.Create(
                CultureInfo.InvariantCulture,
                $"{_column!.Name} is {number}; its column is DECIMAL({ParquetNumbers.Precision}, {numberDecimals}), with {ParquetNumbers.Precision - numberDecimals} digits before the point and {numberDecimals} behind it, "
                + $"and nothing is rounded. Set {nameof(FocusParquetOptions)}.{nameof(FocusParquetOptions.NumberDecimals)} to what the rows need, or round where the number is made."));
        }
    }

    public void Text(string? value)
    {
    }

    public void Instant(DateTimeOffset value)
    {
    }

    public void Object(IEnumerable<KeyValuePair<string, string?>>? values, IReadOnlySet<string> numeric)
    {
    }
}
