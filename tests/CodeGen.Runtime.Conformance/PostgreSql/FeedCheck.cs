using System.Globalization;
using System.Numerics;
using CodeGen.Runtime.Costs;
using CodeGen.Runtime.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Conformance.PostgreSql;

/// <summary>Compares the database with the ledgers, by the library's reader and by SQL.</summary>
internal static class FeedCheck
{
    public static async Task RunAsync(PostgreSqlServer server, string schema, FeedTruth truth, Report report)
    {
        var services = new ServiceCollection();
        services.AddCostMetering().UsePostgreSql(server.ConnectionString(), o => (o.Schema, o.CommandTimeout) = (schema, TimeSpan.FromMinutes(10)));
        await using ServiceProvider provider = services.BuildServiceProvider();
        IPostgreSqlCosts costs = provider.GetRequiredService<IPostgreSqlCosts>();
        PostgreSqlCostGroup all = await costs.TotalsAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        string expected = string.Join(", ", truth.Sums);
        report.Check(all.Records == truth.Booked, $"{schema}: records booked", truth.Booked, all.Records);
        report.Check(all.Costs.Totals.SequenceEqual(truth.Sums), $"{schema}: sums by the library", expected, all.Costs);
        foreach (string view in (string[])["v_charges", "v_lines"])
        {
            string sums = await SumsAsync(server, $"SELECT currency, {schema}.exact_sum(n, denominator) FROM (SELECT currency, denominator, sum(numerator) AS n FROM {schema}.{view} GROUP BY 1, 2) s WHERE currency IS NOT NULL GROUP BY 1");
            report.Check(sums == Text(truth.Sums), $"{schema}: sums of {view}", Text(truth.Sums), sums);
        }

        foreach (PostgreSqlNode node in await costs.NodesAsync())
        {
            long records = truth.ByNode[node.Node];
            report.Check(node.Records + node.Duplicates == records, $"{schema}: records of node {node.Node}", records, node.Records + node.Duplicates);
            report.Check(node is { Conflicts: 0, Problems: 0, Lag: 0 }, $"{schema}: node {node.Node}", "no conflict, no problem, no lag", node);
        }

        long duplicates = await CountAsync(server, $"SELECT count(*) FROM {schema}.duplicates WHERE outcome = 1");
        report.Check(duplicates == truth.Records - truth.Booked, $"{schema}: duplicates", truth.Records - truth.Booked, duplicates);
        long orphans = await CountAsync(server, $"SELECT count(*) FROM {schema}.lines l WHERE NOT EXISTS (SELECT FROM {schema}.records r WHERE r.node = l.node AND r.sequence = l.sequence)");
        report.Check(orphans == 0, $"{schema}: lines without a record", 0, orphans);
    }

    /// <summary>From the first node's appearance to the last commit.</summary>
    public static async Task<TimeSpan> SpanAsync(PostgreSqlServer server, string schema) =>
        (TimeSpan)(await server.QueryAsync($"SELECT max(fed_at) - min(first_seen) FROM {schema}.nodes"))[0][0]!;

    private static async Task<long> CountAsync(PostgreSqlServer server, string sql) => Convert.ToInt64((await server.QueryAsync(sql))[0][0], CultureInfo.InvariantCulture);

    private static async Task<string> SumsAsync(PostgreSqlServer server, string sql) => string.Join(
        ", ",
        (await server.QueryAsync($"SELECT currency, (amount * 1000000000000)::numeric(60, 0)::text FROM ({sql}) s (currency, amount) ORDER BY currency COLLATE \"C\""))
        .Select(static row => $"{BigInteger.Parse((string)row[1]!, CultureInfo.InvariantCulture)} pico {row[0]}"));

    private static string Text(IReadOnlyList<Money> sums) => string.Join(", ", sums.Select(static sum => $"{sum.Picos} pico {sum.Currency}"));
}
