namespace CodeGen.Runtime.TestKit.Tests;

public class WaitUntilTests
{
    [Fact]
    public async Task Returns_when_the_fact_becomes_true()
    {
        var looks = 0;

        await WaitUntil.Async(() => ++looks == 3, TimeSpan.FromSeconds(30));

        looks.Should().Be(3);
    }

    [Fact]
    public async Task A_failure_names_the_fact_the_time_and_the_last_exception()
    {
        Func<Task> wait = () => WaitUntil.Async(async () => await Task.FromException<bool>(new InvalidOperationException("no such node")), TimeSpan.Zero, "the node is up");

        var failure = (await wait.Should().ThrowAsync<TimeoutException>()).Which;

        failure.Message.Should().Contain("the node is up").And.Contain("0 s").And.Contain("no such node");
    }
}
