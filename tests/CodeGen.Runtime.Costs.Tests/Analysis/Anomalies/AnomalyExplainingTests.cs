using CodeGen.Runtime.Forecasting;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public sealed class AnomalyExplainingTests
{
    private static readonly Gen<Contribution[]> s_parts = Gen.Select(Gen.Int[0, 100_000], Gen.Int[0, 100_000]).Select(static (value, expected) => new Contribution("", value / 100.0, expected / 100.0, expected == 0))
        .Array[1, 30].Select(static parts => parts.Select(static (part, at) => part with { Key = $"p{at}" }).ToArray());

    [Fact]
    public void Of_AnyParts_ContributionsSumUpToTheChangeExactly() => Gen.Select(s_parts, Gen.Double[0.1, 3_000], Gen.Double[0, 500]).Sample((parts, expected, asUsual) =>
    {
        double actual = parts.Sum(static part => part.Value) + asUsual;

        CostExplanation? explanation = AnomalyExplaining.Of("project", parts, actual, expected, Currency.Usd);

        if (explanation is null)
        {
            return;
        }

        explanation.Explains.Should().BeInRange(0.2, 1);
        Money change = AnalysisNumbers.Money(actual, Currency.Usd) - AnalysisNumbers.Money(expected, Currency.Usd);
        explanation.Contributions.Select(static one => one.Change).Aggregate(static (sum, one) => sum + one).Should().Be(change);
        explanation.Contributions.Sum(static one => one.Share).Should().BeApproximately(1, 1e-9);
        explanation.Contributions.Should().OnlyContain(static one => one.Actual - one.Expected == one.Change);
        explanation.Contributions.Where(static one => !one.IsOther).Should().HaveCountLessThanOrEqualTo(5).And.OnlyContain(static one => one.Share > 0);
    });

    [Fact]
    public void Of_EveryPartRisesAlike_ExplainsNothing() => s_parts.Sample(parts =>
    {
        Contribution[] doubled = [.. parts.Select(static part => part with { Value = 2 * part.Expected })];
        double expected = doubled.Sum(static part => part.Expected);
        if (expected > 0)
        {
            AnomalyExplaining.Of("project", doubled, 2 * expected, expected, Currency.Usd).Should().BeNull();
        }
    });

    [Fact]
    public void Of_OnePartOfMany_CarriesItAlone()
    {
        Contribution[] parts = [.. Enumerable.Range(0, 10).Select(static at => new Contribution($"p{at}", at == 3 ? 110 : 10.1, 10, IsNew: false))];

        CostExplanation explanation = AnomalyExplaining.Of("project", parts, 110 + (9 * 10.1), 100, Currency.Usd)!;

        explanation.Contributions.Should().HaveCount(2);
        explanation.Contributions[0].Value.Should().Be("p3");
        explanation.Contributions[1].IsOther.Should().BeTrue();
        explanation.Explains.Should().BeGreaterThan(0.8);
    }
}
