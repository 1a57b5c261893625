using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public sealed class LocalLevelTests
{
    private const int Week = 7;

    [Fact]
    public void Sum_SameValueAgainAndAgain_IsThatAndSure()
    {
        NormalMixture sum = LocalLevel.Sum([.. Enumerable.Repeat(5.0, 20)], 1, Week, [1, 1, 0.5]);

        sum.Quantile(0.5).Should().BeApproximately(12.5, 0.01);
        (sum.Quantile(0.9) - sum.Quantile(0.1)).Should().BeLessThan(0.2);
    }

    [Fact]
    public void Sum_OneValue_IsThatAndUnsure()
    {
        NormalMixture sum = LocalLevel.Sum([5.0], 1, Week, [1, 1, 1]);

        sum.Quantile(0.5).Should().BeApproximately(15, 0.2);
        (sum.Quantile(0.9) - sum.Quantile(0.1)).Should().BeGreaterThan(1.5);
    }

    [Fact]
    public void Sum_FewNoisyValues_IsNearTheirMeanAndNotTheLast()
    {
        NormalMixture sum = LocalLevel.Sum([10, 12, 9, 11, 10, 14], 1, Week, [.. Enumerable.Repeat(1.0, 24)]);

        sum.Quantile(0.5).Should().BeApproximately(24 * 11, 24 * 0.9);
    }

    [Fact]
    public void Sum_LevelMovedForGood_GoesOnFromThere() =>
        LocalLevel.Sum([.. Enumerable.Repeat(1.0, 20), .. Enumerable.Repeat(3.0, 10)], 1, Week, [1, 1, 1, 1]).Quantile(0.5).Should().BeApproximately(12, 0.6);

    [Fact]
    public void Sum_QuietWeekends_AreKnown()
    {
        double[] days = [.. Enumerable.Range(0, 28).Select(static day => day % Week >= 5 ? 1.0 : 10 + (0.1 * (day % 3)))];

        LocalLevel.Sum(days, 1, Week, [1, 1, 1, 1, 1, 0, 0]).Quantile(0.5).Should().BeApproximately(50.5, 1.5);
        LocalLevel.Sum(days, 1, Week, [0, 0, 0, 0, 0, 1, 1]).Quantile(0.5).Should().BeApproximately(2, 0.6);
    }

    [Fact]
    public void Sum_FirstValueIsOfAnHour_CountsLittle()
    {
        NormalMixture whole = LocalLevel.Sum([20, 10, 10.5, 9.5], 1, 1, [1]);
        NormalMixture hour = LocalLevel.Sum([20, 10, 10.5, 9.5], 0.04, 1, [1]);

        Math.Abs(hour.Quantile(0.5) - 10).Should().BeLessThan(Math.Abs(whole.Quantile(0.5) - 10));
    }

    [Fact]
    public void Sum_NothingWasEverSpent_IsNothing() => LocalLevel.Sum([0, 0, 0], 1, Week, [1, 1]).Quantile(0.9).Should().Be(0);

    [Fact]
    public void Sum_ScaledValues_IsScaled() => Gen.Double[0.01, 100].Array[1, 30].Select(Gen.Double[0.001, 1_000]).Sample(
        static (values, factor) =>
        {
            double one = LocalLevel.Sum(values, 1, Week, [1, 1, 0.3]).Quantile(0.8);
            double scaled = LocalLevel.Sum([.. values.Select(value => value * factor)], 1, Week, [1, 1, 0.3]).Quantile(0.8);
            scaled.Should().BeApproximately(one * factor, 1e-6 * factor * (1 + Math.Abs(one)));
        },
        iter: 50);

    [Theory]
    [InlineData(4, 0.3, 0)]
    [InlineData(14, 0.1, 0)]
    [InlineData(28, 0.1, 0.03)]
    public void Quantiles_SeriesOfItsKind_CoverAboutWhatTheySay(int known, double noise, double drift)
    {
        var random = new Random(1);
        int inside = 0;
        const int Rounds = 200;
        for (int round = 0; round < Rounds; round++)
        {
            double level = 1;
            double[] days = [.. Enumerable.Range(0, known + 10).Select(_ => (level += drift * Normal()) + (noise * Normal()))];
            NormalMixture sum = LocalLevel.Sum(days.AsSpan(0, known), 1, 1, [.. Enumerable.Repeat(1.0, 10)]);
            double came = days[known..].Sum();
            inside += came >= sum.Quantile(0.1) && came <= sum.Quantile(0.9) ? 1 : 0;
        }

        ((double)inside / Rounds).Should().BeInRange(0.7, 0.95);

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
