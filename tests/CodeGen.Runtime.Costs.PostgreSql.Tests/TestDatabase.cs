using System.Globalization;
using System.Numerics;
using CodeGen.Runtime.TestKit;

namespace CodeGen.Runtime.Costs.PostgreSql.Tests;

/// <summary>A database of a server, and what tests ask of it.</summary>
public sealed record TestDatabase(PostgreSqlServer Server, string Name)
{
    public string ConnectionString(string user = PostgreSqlServer.User, int? port = null) => Server.ConnectionString(Name, user, port) + ";Pooling=false";

    public Task ExecuteAsync(string sql) => Server.ExecuteAsync(sql, Name);

    public Task<IReadOnlyList<object?[]>> QueryAsync(string sql) => Server.QueryAsync(sql, Name);

    public async Task<long> CountAsync(string from) => Convert.ToInt64((await QueryAsync($"SELECT count(*) FROM codegen_costs.{from}"))[0][0], CultureInfo.InvariantCulture);

    /// <summary>What a view comes to by currency, to the pico.</summary>
    public async Task<Money[]> ExactAsync(string from) =>
    [
        .. (await QueryAsync(
            $"SELECT currency, (codegen_costs.exact_sum(numerator, denominator) * 1000000000000)::numeric(60, 0)::text FROM (SELECT * FROM codegen_costs.{from}) s WHERE currency IS NOT NULL GROUP BY currency ORDER BY currency COLLATE \"C\""))
        .Select(static row => Money.FromPicos((Int128)BigInteger.Parse((string)row[1]!, CultureInfo.InvariantCulture), Currency.Parse((string)row[0]!))),
    ];
}
