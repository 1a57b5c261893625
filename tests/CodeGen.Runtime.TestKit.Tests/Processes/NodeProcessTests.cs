namespace CodeGen.Runtime.TestKit.Tests.Processes;

public class NodeProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Speaks_in_lines_and_ends_by_itself()
    {
        await using var node = NodeProcess.Start(ChildProgram.Path, "echo");
        await node.SendAsync("one");
        await node.SendAsync("two");

        (await node.ReadLineAsync(line => line.StartsWith('T'), Patience)).Should().Be("TWO");
        await node.StopAsync();

        node.ExitCode.Should().Be(7);
        node.Transcript.Should().Contain("ONE");
        await node.Invoking(it => it.ReadLineAsync(null, Patience)).Should().ThrowAsync<EndOfStreamException>();
    }

    [Fact]
    public async Task Paused_it_says_nothing_until_it_is_resumed()
    {
        await using var node = NodeProcess.Start(ChildProgram.Path, "echo");
        await node.SendAsync("ready");
        await node.ReadLineAsync(null, Patience);

        node.Pause();
        await node.SendAsync("later");
        await node.Invoking(it => it.ReadLineAsync(null, TimeSpan.FromMilliseconds(200))).Should().ThrowAsync<TimeoutException>();
        node.Resume();

        (await node.ReadLineAsync(null, Patience)).Should().Be("LATER");
    }

    [Fact]
    public async Task Killed_it_is_gone()
    {
        await using var node = NodeProcess.Start(ChildProgram.Path, "echo");

        node.Kill();

        node.HasExited.Should().BeTrue();
    }
}
