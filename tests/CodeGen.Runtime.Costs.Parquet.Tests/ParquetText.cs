using System.Globalization;
using System.Numerics;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace CodeGen.Runtime.Costs.Tests.Focus;

/// <summary>Writes rows as Parquet, and reads them back as the cells of a CSV file would be.</summary>
internal static class ParquetText
{
    public static async Task<byte[]> WriteAsync(IEnumerable<FocusRow> rows, FocusParquetOptions? options = null)
    {
        using var stream = new MemoryStream();
        await using (var writer = new FocusParquetWriter(stream, options))
        {
            await writer.WriteAllAsync(rows);
        }

        return stream.ToArray();
    }

    public static async Task<Dictionary<string, string>[]> CellsAsync(byte[] file)
    {
        using var stream = new MemoryStream(file);
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream, new ParquetOptions { UseBigDecimal = true });
        var rows = new List<Dictionary<string, string>>();
        for (int i = 0; i < reader.RowGroupCount; i++)
        {
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(i);
            var columns = new Dictionary<string, string[]>();
            foreach (DataField field in reader.Schema.GetDataFields())
            {
                columns[field.Name] = await ColumnAsync(group, field);
            }

            rows.AddRange(Enumerable.Range(0, (int)group.RowCount).Select(row => columns.ToDictionary(static column => column.Key, column => column.Value[row])));
        }

        return [.. rows];
    }

    private static async Task<string[]> ColumnAsync(ParquetRowGroupReader group, DataField field)
    {
        int count = (int)group.RowCount;
        if (field.ClrType == typeof(BigDecimal))
        {
            return field.IsNullable
                ? [.. (await NullableAsync<BigDecimal>(group, field, count)).Select(static value => value is { } number ? Plain(number) : "")]
                : [.. (await ValuesAsync<BigDecimal>(group, field, count)).Select(Plain)];
        }

        if (field.ClrType == typeof(DateTime))
        {
            return [.. (await ValuesAsync<DateTime>(group, field, count)).Select(static value => value.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))];
        }

        string?[] texts = new string?[count];
        await group.ReadAsync(field, texts.AsMemory()!);
        return [.. texts.Select(static text => text ?? "")];
    }

    private static async Task<T[]> ValuesAsync<T>(ParquetRowGroupReader group, DataField field, int count)
        where T : struct
    {
        var values = new T[count];
        await group.ReadAsync<T>(field, values.AsMemory());
        return values;
    }

    private static async Task<T?[]> NullableAsync<T>(ParquetRowGroupReader group, DataField field, int count)
        where T : struct
    {
        var values = new T?[count];
        await group.ReadAsync<T>(field, values.AsMemory());
        return values;
    }

    private static string Plain(BigDecimal value)
    {
        string digits = BigInteger.Abs(value.UnscaledValue).ToString(CultureInfo.InvariantCulture).PadLeft(value.Scale + 1, '0');
        string plain = $"{digits[..^value.Scale]}.{digits[^value.Scale..]}".TrimEnd('0').TrimEnd('.');
        return value.UnscaledValue.Sign < 0 ? "-" + plain : plain;
    }
}
