using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public sealed class NormalMixtureTests
{
    [Theory]
    [InlineData(0.025, -1.959964)]
    [InlineData(0.5, 0)]
    [InlineData(0.9, 1.281552)]
    public void Quantile_OnePart_IsThatOfTheNormalDistribution(double share, double expected) =>
        new NormalMixture([(0, 10, 2)]).Quantile(share).Should().BeApproximately(10 + (2 * expected), 1e-4);

    [Fact]
    public void Quantile_TwoPartsFarApart_IsInTheOneThatIsMoreLikely()
    {
        var mixture = new NormalMixture([(Math.Log(3), 0, 1), (0, 100, 1)]);

        mixture.Quantile(0.375).Should().BeApproximately(0, 1e-3, "half of three quarters");
        mixture.Quantile(0.875).Should().BeApproximately(100, 1e-3);
    }

    [Fact]
    public void Quantile_PartThatIsUnlikely_IsNothing() => new NormalMixture([(-1_000, 0, 1), (-2_000, 1e9, 1)]).Quantile(0.999).Should().BeLessThan(4);

    [Fact]
    public void Quantile_Sure_IsThat() => new NormalMixture([(0, 7, 0)]).Quantile(0.3).Should().Be(7);
}
