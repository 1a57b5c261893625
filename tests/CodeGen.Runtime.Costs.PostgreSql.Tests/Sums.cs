namespace CodeGen.Runtime.Costs.PostgreSql.Tests;

/// <summary>What records come to.</summary>
internal static class Sums
{
    public static Money[] Of(IEnumerable<CostRecord> records)
    {
        var totals = new ExactTotals();
        foreach (CostRecord record in records.Where(static record => record.Kind != CostRecordKind.Saving))
        {
            totals.Add(record.Amount);
        }

        return [.. totals.Totals];
    }

    public static async Task<Money[]> AllAsync(this IPostgreSqlCosts costs) => [.. (await costs.TotalsAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue)).Costs.Totals];
}
