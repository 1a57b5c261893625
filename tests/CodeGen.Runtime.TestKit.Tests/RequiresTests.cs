namespace CodeGen.Runtime.TestKit.Tests;

public class RequiresTests
{
    [Fact]
    public void An_unmet_need_skips_with_what_to_install()
    {
        var need = () => Requires.Condition(met: false, "x is missing; apt-get install x", requireAll: false);

        need.Should().Throw<SkipException>().WithMessage("*apt-get install x*");
    }

    [Fact]
    public void An_unmet_need_fails_where_everything_is_required()
    {
        var need = () => Requires.Condition(met: false, "x is missing; apt-get install x", requireAll: true);

        need.Should().Throw<InvalidOperationException>().WithMessage("*apt-get install x*CODEGEN_TESTS_REQUIRE_ALL*");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_met_need_lets_the_test_run(bool requireAll) => Requires.Condition(met: true, "unused", requireAll);
}
