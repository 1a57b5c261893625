using System.Globalization;
using System.Numerics;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace CodeGen.Runtime.Conformance.Focus;

/// <summary>Reads a Parquet file as the CSV file it would be, so that the same rules judge it.</summary>
internal static class FocusParquet
{
    /// <summary>How a Parquet file begins and ends.</summary>
    public static ReadOnlySpan<byte> Mark => "PAR1"u8;

    /// <exception cref="InvalidDataException">It is no whole Parquet file, or a column is of a type that no column of FOCUS has.</exception>
    public static async Task<FocusCsv> ReadAsync(Stream stream)
    {
        ParquetReader opened;
        try
        {
            opened = await ParquetReader.CreateAsync(stream, new ParquetOptions { UseBigDecimal = true });
        }
        catch (Exception e) when (e is IOException or ParquetException)
        {
            throw new InvalidDataException($"It is no whole Parquet file: {e.Message}");
        }

        await using ParquetReader reader = opened;
        DataField[] fields = reader.Schema.GetDataFields();
        var rows = new List<FocusRecord>();
        for (int i = 0; i < reader.RowGroupCount; i++)
        {
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(i);
            string?[][] cells = [.. Enumerable.Range(0, (int)group.RowCount).Select(_ => new string?[fields.Length])];
            for (int column = 0; column < fields.Length; column++)
            {
                string?[] values = await ColumnAsync(group, fields[column]);
                for (int row = 0; row < cells.Length; row++)
                {
                    cells[row][column] = values[row];
                }
            }

            int before = rows.Count;
            rows.AddRange(cells.Select((cell, row) => new FocusRecord(before + row + 1, cell)));
        }

        return new FocusCsv(fields.Select(static (field, place) => (field.Name, place)).ToDictionary(StringComparer.Ordinal), rows);
    }

    private static async Task<string?[]> ColumnAsync(ParquetRowGroupReader group, DataField field)
    {
        int count = (int)group.RowCount;
        if (field.ClrType == typeof(BigDecimal))
        {
            return Shown(await ValuesAsync<BigDecimal>(group, field, count), static value => Plain(value));
        }

        if (field.ClrType == typeof(DateTime))
        {
            return Shown(await ValuesAsync<DateTime>(group, field, count), static value => value.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
        }

        if (field.ClrType != typeof(ReadOnlyMemory<char>) && field.ClrType != typeof(string))
        {
            throw new InvalidDataException($"The column {field.Name} is of type {field.ClrType}; FOCUS has texts, decimals and timestamps.");
        }

        string?[] texts = new string?[count];
        await group.ReadAsync(field, texts.AsMemory()!);
        return texts;
    }

    private static async Task<T?[]> ValuesAsync<T>(ParquetRowGroupReader group, DataField field, int count)
        where T : struct
    {
        if (field.IsNullable)
        {
            var optional = new T?[count];
            await group.ReadAsync<T>(field, optional.AsMemory());
            return optional;
        }

        var values = new T[count];
        await group.ReadAsync<T>(field, values.AsMemory());
        return [.. values];
    }

    private static string?[] Shown<T>(T?[] values, Func<T, string> text)
        where T : struct => [.. values.Select(value => value is { } one ? text(one) : null)];

    private static string Plain(BigDecimal value)
    {
        string digits = BigInteger.Abs(value.UnscaledValue).ToString(CultureInfo.InvariantCulture).PadLeft(value.Scale + 1, '0');
        string plain = value.Scale == 0 ? digits : $"{digits[..^value.Scale]}.{digits[^value.Scale..]}".TrimEnd('0').TrimEnd('.');
        return value.UnscaledValue.Sign < 0 ? $"-{plain}" : plain;
    }
}
