using CsCheck;
using Found = CodeGen.Runtime.Forecasting.ChangePoints;

namespace CodeGen.Runtime.Forecasting.Tests.ChangePoints;

public sealed class ChangePointsTests
{
    [Fact]
    public void Find_Step_IsFoundThere() =>
        Gen.Select(Gen.Int[1, 500], Gen.Int[40, 160], Gen.Int[4, 12]).Sample(
            (seed, at, height) =>
            {
                double[] values = Waves.Noise(200, seed: seed);
                for (int t = at; t < 200; t++)
                {
                    values[t] += height;
                }

                ChangePoint change = Assert.Single(Found.Find(values));
                Assert.InRange(change.Index, at - 2, at + 2);
                Assert.InRange(change.After - change.Before, height - 1, height + 1);
            },
            iter: 60);

    [Fact]
    public void Find_Noise_HasNone()
    {
        int found = Enumerable.Range(0, 100).Sum(static seed => Found.Find(Waves.Noise(300, seed: seed)).Count);

        found.Should().BeLessThanOrEqualTo(5, "of a hundred series");
    }

    [Fact]
    public void Find_StepUnderASeason_IsFound()
    {
        double[] values = Waves.Daily(24 * 20, noise: 1);
        for (int t = 24 * 12; t < values.Length; t++)
        {
            values[t] += 15;
        }

        ChangePoint change = Found.Find(values, 24).Should().ContainSingle().Subject;
        change.Index.Should().BeInRange((24 * 12) - 3, (24 * 12) + 3);
    }

    [Fact]
    public void Find_SingleOutlier_IsNoChange()
    {
        double[] values = Waves.Noise(200);
        values[90] += 100;

        Found.Find(values).Should().BeEmpty();
    }

    [Fact]
    public void Find_ExactSteps_AllOfThem()
    {
        double[] values = [.. Enumerable.Repeat(1.0, 30), .. Enumerable.Repeat(5.0, 30), .. Enumerable.Repeat(2.0, 30)];

        Found.Find(values).Select(static change => change.Index).Should().Equal(30, 60);
    }

    [Fact]
    public void Find_MissingAtTheBeginning_CountsThem()
    {
        double[] values = [double.NaN, double.NaN, .. Enumerable.Repeat(1.0, 30), .. Enumerable.Repeat(5.0, 30)];

        Found.Find(values).Should().ContainSingle().Which.Index.Should().Be(32);
    }

    [Fact]
    public void Find_ConstantOrShort_HasNone()
    {
        Found.Find(new double[100]).Should().BeEmpty();
        Found.Find([1, 9]).Should().BeEmpty();
    }
}
