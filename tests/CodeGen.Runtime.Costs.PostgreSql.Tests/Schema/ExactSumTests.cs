using System.Globalization;
using System.Numerics;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.PostgreSql.Tests;

[Collection(PostgreSqlCollection.Name)]
public sealed class ExactSumTests(PostgreSqlFixture fixture)
{
    private static readonly Gen<(long Numerator, long Denominator)> s_fraction = Gen.Select(
        Gen.OneOf(Gen.Long[-1_000, 1_000], Gen.Long), Gen.OneOf(Gen.Long[1, 12], Gen.Const(36_000_000_000L), Gen.Long[1, 1_000_000_000]));

    [SkippableFact]
    public async Task RoundHalfEven_AnyFraction_IsWhatExactMoneyRoundsTo()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await database.ExecuteAsync(PostgreSqlSchema.Script());
        (long N, long D)[] all = [.. Enumerable.Range(-50, 101).SelectMany(static n => Enumerable.Range(1, 8).Select(d => ((long)n, (long)d))), .. s_fraction.Array[300].Single()];

        IReadOnlyList<object?[]> rows = await database.QueryAsync(
            $"SELECT codegen_costs.round_half_even(n, d)::text FROM (VALUES {string.Join(", ", all.Select(static (f, i) => $"({i}, {f.N}::numeric, {f.D}::numeric)"))}) v (i, n, d) ORDER BY i");

        rows.Select(static row => (Int128)BigInteger.Parse(((string)row[0]!).Split('.')[0], CultureInfo.InvariantCulture))
            .Should().Equal(all.Select(static f => ExactMoney.FromPicos(f.N, f.D, Currency.Usd).Round().Picos));
    }

    [SkippableFact]
    public async Task ExactSum_AnyFractions_IsWhatExactTotalsComeTo()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await database.ExecuteAsync(PostgreSqlSchema.Script());
        await s_fraction.Array[1, 12].SampleAsync(
            async fractions =>
            {
                var expected = new ExactTotals();
                foreach ((long numerator, long denominator) in fractions)
                {
                    expected.Add(ExactMoney.FromPicos(numerator, denominator, Currency.Usd));
                }

                IReadOnlyList<object?[]> rows = await database.QueryAsync(
                    $"SELECT codegen_costs.exact_sum(n, d)::numeric(60, 12)::text FROM (VALUES {string.Join(", ", fractions.Select(static f => $"({f.Numerator}::numeric, {f.Denominator}::numeric)"))}) v (n, d)");
                BigInteger picos = BigInteger.Parse(((string)rows[0][0]!).Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
                ((Int128)picos).Should().Be(expected[Currency.Usd].Picos);
            },
            iter: 60,
            threads: 1);
    }
}
