using CodeGen.Runtime.Conformance.Focus;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Tests.Focus;

/// <summary>A Parquet file is judged as the CSV file of the same rows.</summary>
public sealed class FocusParquetTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Read_AWholeMonth_HasTheCellsOfTheCsvFile()
    {
        FocusRow[] rows = [.. FocusMonth.Rows(seed: 42)];
        using var csv = new MemoryStream();
        await using (var writer = new FocusCsvWriter(csv))
        {
            foreach (FocusRow row in rows)
            {
                await writer.WriteAsync(row);
            }
        }

        csv.Position = 0;
        FocusCsv expected = FocusCsv.Read(csv);
        using var stream = new MemoryStream(await WriteAsync(rows));
        FocusCsv file = await FocusParquet.ReadAsync(stream);
        file.Columns.Should().Equal(expected.Columns);
        file.Rows.Select(static row => row.Line).Should().Equal(Enumerable.Range(1, rows.Length));
        for (int i = 0; i < rows.Length; i++)
        {
            file.Rows[i].Cells.AsSpan().SequenceEqual(expected.Rows[i].Cells).Should().BeTrue("row {0} is the same", i);
        }
    }

    [Fact]
    public async Task Run_AParquetFile_IsJudgedAndOneThatIsCutFails()
    {
        byte[] file = await WriteAsync(FocusMonth.Rows(seed: 1).Take(50));
        await File.WriteAllBytesAsync(_path, file);
        (await RunAsync()).Should().Be(0);
        await File.WriteAllBytesAsync(_path, file[..^20]);
        (await RunAsync()).Should().Be(1);
    }

    private static async Task<byte[]> WriteAsync(IEnumerable<FocusRow> rows)
    {
        using var stream = new MemoryStream();
        await using (var writer = new FocusParquetWriter(stream, new FocusParquetOptions { RowGroupRows = 1_000 }))
        {
            await writer.WriteAllAsync(rows);
        }

        return stream.ToArray();
    }

    private async Task<int> RunAsync()
    {
        var report = new Report();
        await FocusVerb.Verb.Run(Arguments.Parse([_path], FocusVerb.Verb.Options), report);
        return report.End();
    }
}
