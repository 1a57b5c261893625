using CodeGen.Runtime.Conformance.Recommendations;

namespace CodeGen.Runtime.Conformance.Tests.Recommendations;

public sealed class RecommendationVerbTests
{
    [Fact]
    public async Task Recommendations_TwoMonths_AreFoundToTheCentAndNothingElseIsSaid()
    {
        var report = new Report();

        await RecommendationVerb.Verb.Run(Arguments.Parse(["--calls", "20000", "--seed", "3", "--within", "0.000001"], RecommendationVerb.Verb.Options), report);

        report.End().Should().Be(0);
    }
}
