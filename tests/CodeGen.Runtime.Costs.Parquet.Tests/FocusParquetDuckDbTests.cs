using System.Globalization;
using System.Numerics;
using CsCheck;
using DuckDB.NET.Data;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests.Focus;

/// <summary>A reader that shares nothing with the writer finds the same in the file.</summary>
public sealed class FocusParquetDuckDbTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("focus");
    private readonly DuckDBConnection _duckDb = new("DataSource=:memory:");

    public FocusParquetDuckDbTests() => _duckDb.Open();

    private string FileName => Path.Combine(_directory.FullName, "month.parquet");

    public void Dispose()
    {
        _duckDb.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public void Write_AnyRows_DuckDbHasTheirCells() => Gen.Select(FocusRows.Any.Array[1, 30], Gen.Int[1, 12], Gen.Enum<FocusParquetCompression>()).Sample(
        (rows, groupRows, compression) =>
        {
            File.WriteAllBytes(FileName, ParquetText.WriteAsync(rows, new FocusParquetOptions { RowGroupRows = groupRows, Compression = compression }).Result);
            Dictionary<string, string>[] csv = CsvText.CellsAsync(rows).Result;
            string[] columns = [.. csv[0].Keys];
            string cells = string.Join(", ", columns.Select(static column => column.EndsWith("Start", StringComparison.Ordinal) || column.EndsWith("End", StringComparison.Ordinal)
                ? $"strftime({column} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ')" : $"CAST({column} AS VARCHAR)"));
            List<string[]> found = Query($"SELECT {cells} FROM '{FileName}'");
            found.Should().HaveCount(rows.Length);
            for (int i = 0; i < rows.Length; i++)
            {
                columns.Zip(found[i].Zip(columns, static (cell, column) => IsNumber(column) && cell.Contains('.', StringComparison.Ordinal) ? cell.TrimEnd('0').TrimEnd('.') : cell))
                    .Should().Equal(columns.Select(column => (column, csv[i][column])));
            }
        }, iter: 60, threads: 1);

    [Fact]
    public async Task Write_AMonth_DuckDbSumsAndFiltersExactly()
    {
        var random = new Random(20_261_128);
        FocusRow[] rows = [.. Enumerable.Range(0, 20_000).Select(_ => FocusRows.Priced(
            FocusRows.Usage, random.NextInt64(-1_000_000_000_000, 1_000_000_000_000), 10_000_000m / (decimal)Math.Pow(10, random.Next(7)), random.Next(2) == 0 ? FocusRows.Rupiah : Currency.Usd))];
        await using (FileStream file = File.Create(FileName))
        await using (var writer = new FocusParquetWriter(file, new FocusParquetOptions { RowGroupRows = 3_000 }))
        {
            await writer.WriteAllAsync(rows);
            rows.Length.Should().Be((int)writer.Rows);
        }

        foreach (Currency currency in (Currency[])[Currency.Usd, FocusRows.Rupiah])
        {
            Money[] costs = [.. rows.Select(static row => row.BilledCost).Where(cost => cost.Currency == currency)];
            string[] sums = Query($"SELECT CAST(sum(BilledCost) AS VARCHAR), CAST(count(*) AS VARCHAR) FROM '{FileName}' WHERE BillingCurrency = '{currency.Code}'").Single();
            BigInteger.Parse(sums[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture).Should().Be(costs.Aggregate(BigInteger.Zero, static (sum, cost) => sum + cost.Picos));
            sums[1].Should().Be($"{costs.Length}");
        }

        // Readers pass over row groups by the smallest and largest values that the file states.
        Query($"SELECT CAST(count(*) AS VARCHAR) FROM '{FileName}' WHERE BilledCost > 0").Single()[0].Should().Be($"{rows.Count(static row => row.BilledCost.Picos > 0)}");
        Query($"SELECT CAST(count(*) AS VARCHAR) FROM '{FileName}' WHERE ConsumedQuantity < -999000000000").Single()[0].Should().Be($"{rows.Count(static row => row.Consumed!.Amount < -999_000_000_000)}");
        Query($"SELECT CAST(count(*) AS VARCHAR) FROM '{FileName}' WHERE ChargePeriodStart >= TIMESTAMPTZ '2026-03-02 03:00:00+00'").Single()[0].Should().Be("20000");
    }

    private static bool IsNumber(string column) => column.EndsWith("Cost", StringComparison.Ordinal) || column.EndsWith("UnitPrice", StringComparison.Ordinal) || column.EndsWith("Quantity", StringComparison.Ordinal);

    private List<string[]> Query(string text)
    {
        using DuckDBCommand command = _duckDb.CreateCommand();
        command.CommandText = text;
        using DuckDBDataReader reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))]);
        }

        return rows;
    }
}
