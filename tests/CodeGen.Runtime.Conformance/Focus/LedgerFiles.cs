using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Focus;

/// <summary>Judges the files that are written from a ledger: by the rules, and by what the ledger comes to.</summary>
internal static class LedgerFiles
{
    public static async Task JudgeAsync(int charges, int seed, RuleBook book, Report report)
    {
        using var ledger = new LedgerMonth(seed);
        await ledger.BookAsync(charges);
        var files = new Table("month", "format", "rows", "rules evaluated", "passed", "failed");
        var sums = new Table("month", "currency", "sum of BilledCost, CSV", "Parquet", "ledger");
        foreach (int month in (int[])[LedgerMonth.Month, LedgerMonth.Month + 1])
        {
            FocusCsv csv = await CsvAsync(ledger, month, report);
            FocusCsv parquet = await ParquetAsync(ledger, month, report);
            foreach ((string format, FocusCsv file) in ((string, FocusCsv)[])[("CSV", csv), ("Parquet", parquet)])
            {
                IReadOnlyList<RuleVerdict> verdicts = FocusVerb.Judge(file, book, report);
                files.Add(
                    $"{LedgerMonth.Year}-{month:00}", format, file.Rows.Count, verdicts.Count(static v => v.NotEvaluated is null), verdicts.Count(static v => v.Passed), verdicts.Count(static v => v.Failed));
            }

            AddSums(ledger, month, csv, parquet, sums, report);
        }

        files.Write($"{charges:#,0} charges, seed {seed}");
        sums.Write("sums, exact");
    }

    private static void AddSums(LedgerMonth ledger, int month, FocusCsv csv, FocusCsv parquet, Table sums, Report report)
    {
        IReadOnlyList<Money> expected = ledger.Expected(month);
        string[] currencies = [.. csv.Rows.Select(row => csv.Cell(row, "BillingCurrency")!).Union(expected.Select(static total => total.Currency.Code)).Distinct().Order(StringComparer.Ordinal)];
        foreach (string currency in currencies)
        {
            Money total = expected.FirstOrDefault(total => total.Currency.Code == currency);
            ExactNumber booked = Number(total == default ? "0" : total.ToString("0.############", null).Split(' ')[0]);
            (ExactNumber ofCsv, ExactNumber ofParquet) = (Sum(csv, currency), Sum(parquet, currency));
            report.Check(ofCsv.CompareTo(booked) == 0, $"sum of {currency}, month {month}, CSV", booked, ofCsv);
            report.Check(ofParquet.CompareTo(booked) == 0, $"sum of {currency}, month {month}, Parquet", booked, ofParquet);
            sums.Add($"{LedgerMonth.Year}-{month:00}", currency, ofCsv, ofParquet, booked);
        }
    }

    private static async Task<FocusCsv> CsvAsync(LedgerMonth ledger, int month, Report report)
    {
        using var stream = new MemoryStream();
        await using (var writer = new FocusCsvWriter(stream))
        {
            await WriteAsync(ledger, writer, month, report);
        }

        stream.Position = 0;
        return FocusCsv.Read(stream);
    }

    private static async Task<FocusCsv> ParquetAsync(LedgerMonth ledger, int month, Report report)
    {
        using var stream = new MemoryStream();
        // Prices that are per 7 have 28 decimals.
        await using (var writer = new FocusParquetWriter(stream, new FocusParquetOptions { NumberDecimals = 28 }))
        {
            await WriteAsync(ledger, writer, month, report);
        }

        stream.Position = 0;
        return await FocusParquet.ReadAsync(stream);
    }

    private static async Task WriteAsync(LedgerMonth ledger, IFocusWriter writer, int month, Report report)
    {
        var options = new FocusExportOptions { BillingAccount = new("acct-7", "Code Host", "Organisation") };
        FocusExport export = await ledger.Reports.WriteFocusAsync(writer, LedgerMonth.Year, month, options);
        report.Check(export.Problems.Count == 0, $"month {month}, whole", "no problem", string.Join("; ", export.Problems));
    }

    private static ExactNumber Sum(FocusCsv file, string currency) => file.Rows.Where(row => file.Cell(row, "BillingCurrency") == currency)
        .Aggregate(default(ExactNumber), (sum, row) => sum + Number(file.Cell(row, "BilledCost")!));

    private static ExactNumber Number(string text) => ExactNumber.TryParse(text, out ExactNumber number) ? number : throw new InvalidDataException($"'{text}' is no number.");
}
