using System.Numerics;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>What the records of a ledger come to, added up in the simplest way there is.</summary>
internal static class NaiveSums
{
    /// <summary>By bucket, attribution, line, kind, status and currency: counts, exact quantity and exact amount, as text.</summary>
    public static List<string> Of(IEnumerable<CostRecord> records, RollupLevel level, string zone, long floor, RollupDetail detail = RollupDetail.Full)
    {
        var sums = new Dictionary<string, (long Records, long Lines, BigInteger Quantity, BigInteger QuantityOver, BigInteger Amount, BigInteger AmountOver)>();
        foreach (CostRecord record in records)
        {
            long bucket = Bucket(record.EventTime, level, zone);
            if (bucket < floor)
            {
                continue;
            }

            IReadOnlyList<CostLine> lines = record.Lines.Count > 0 ? record.Lines : [default];
            for (int i = 0; i < lines.Count; i++)
            {
                CostLine line = lines[i];
                string key = Key(bucket, Convert.ToHexString(Of(record.Attribution, detail).Encoded), record.Use.ToString(), line.Name ?? "", line.Unit ?? "", (int)record.Kind, (int)record.Status, record.Currency);
                var sum = sums.GetValueOrDefault(key, (0, 0, 0, 1, 0, 1));
                sums[key] = (
                    sum.Item1 + (i == 0 ? 1 : 0),
                    sum.Item2 + (record.Lines.Count > 0 ? 1 : 0),
                    (sum.Item3 * line.Quantity.Denominator) + (sum.Item4 * line.Quantity.Numerator),
                    sum.Item4 * line.Quantity.Denominator,
                    record.Status == PriceStatus.Unpriced ? sum.Item5 : (sum.Item5 * line.Amount.Denominator) + (sum.Item6 * line.Amount.Numerator),
                    record.Status == PriceStatus.Unpriced ? sum.Item6 : sum.Item6 * line.Amount.Denominator);
            }
        }

        return [.. sums.Select(static pair => Text(pair.Key, pair.Value.Item1, pair.Value.Item2, pair.Value.Item3, pair.Value.Item4, pair.Value.Item5, pair.Value.Item6)).Order(StringComparer.Ordinal)];
    }

    /// <summary>The same of a database, its denominators joined.</summary>
    public static List<string> OfDatabase(string path, RollupLevel level, RollupDetail detail = RollupDetail.Full)
    {
        var sums = new Dictionary<string, (long Records, long Lines, BigInteger Quantity, BigInteger QuantityOver, BigInteger Amount, BigInteger AmountOver)>();
        foreach (string[] cells in RollupRows.Of(path, level, detail).Select(static row => row.Split(" | ")))
        {
            Currency.TryFromLetters(uint.Parse(cells[10]), out Currency currency);
            string key = Key(long.Parse(cells[1]), cells[2], cells[5], cells[6], cells[7], int.Parse(cells[8]), int.Parse(cells[9]), currency);
            var sum = sums.GetValueOrDefault(key, (0, 0, 0, 1, 0, 1));
            BigInteger amountParts = BigInteger.Parse(cells[11]);
            BigInteger quantityParts = BigInteger.Parse(cells[12]);
            BigInteger quantity = new RollupSum(long.Parse(cells[15]), long.Parse(cells[16]), long.Parse(cells[17])).Value;
            BigInteger amount = new RollupSum(long.Parse(cells[18]), long.Parse(cells[19]), long.Parse(cells[20])).Value;
            sums[key] = (
                sum.Item1 + long.Parse(cells[13]),
                sum.Item2 + long.Parse(cells[14]),
                (sum.Item3 * quantityParts) + (quantity * sum.Item4),
                sum.Item4 * quantityParts,
                (sum.Item5 * amountParts) + (amount * sum.Item6),
                sum.Item6 * amountParts);
        }

        return [.. sums.Select(static pair => Text(pair.Key, pair.Value.Item1, pair.Value.Item2, pair.Value.Item3, pair.Value.Item4, pair.Value.Item5, pair.Value.Item6)).Order(StringComparer.Ordinal)];
    }

    /// <summary>The first second of the bucket, found by walking over the wall clock. Slow; right where no midnight is skipped or comes twice.</summary>
    private static long Bucket(DateTimeOffset time, RollupLevel level, string zone)
    {
        long second = time.ToUnixTimeSeconds();
        if (level <= RollupLevel.Hour)
        {
            return second - (second % (level == RollupLevel.Hour ? 3_600 : 60));
        }

        TimeZoneInfo info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        DateTime local = TimeZoneInfo.ConvertTime(time, info).Date;
        local = level == RollupLevel.Month ? new DateTime(local.Year, local.Month, 1, 0, 0, 0, DateTimeKind.Unspecified) : DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return new DateTimeOffset(local, info.GetUtcOffset(local)).ToUnixTimeSeconds();
    }

    private static CostAttribution Of(CostAttribution attribution, RollupDetail detail) =>
        detail == RollupDetail.Full ? attribution : new CostAttribution { Service = attribution.Service, Project = attribution.Project, Model = attribution.Model };

    private static string Key(long bucket, string attribution, string item, string line, string unit, int kind, int status, Currency currency) =>
        $"{bucket} | {attribution} | {item} | {line} | {unit} | {kind} | {status} | {currency}";

    private static string Text(string key, long records, long lines, BigInteger quantity, BigInteger quantityOver, BigInteger amount, BigInteger amountOver) =>
        $"{key} = {records}, {lines}, {Reduced(quantity, quantityOver)}, {Reduced(amount, amountOver)}";

    private static string Reduced(BigInteger numerator, BigInteger denominator)
    {
        BigInteger common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        return $"{numerator / common}/{denominator / common}";
    }
}
