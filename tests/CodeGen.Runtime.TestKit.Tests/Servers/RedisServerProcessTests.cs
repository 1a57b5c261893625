using StackExchange.Redis;

namespace CodeGen.Runtime.TestKit.Tests.Servers;

public class RedisServerProcessTests
{
    [SkippableFact]
    public async Task Answers_commands_and_reports_errors()
    {
        Requires.RedisServer();
        await using var server = await RedisServerProcess.StartAsync("--maxmemory", "100mb");

        ((string?)await server.ExecuteAsync("SET", "k", "é\r\n")).Should().Be("OK");
        ((string?)await server.ExecuteAsync("GET", "k")).Should().Be("é\r\n");
        (await server.ExecuteAsync("GET", "none")).IsNull.Should().BeTrue();
        ((string?)await server.ExecuteAsync("DEBUG", "SLEEP", "0")).Should().Be("OK");
        ((RedisResult[])(await server.ExecuteAsync("CONFIG", "GET", "maxmemory"))!).Select(item => (string?)item).Should().Equal("maxmemory", "104857600");
        await server.Invoking(it => it.ExecuteAsync("NOPE")).Should().ThrowAsync<RespErrorException>();
    }

    [SkippableFact]
    public async Task A_server_that_cannot_start_says_why()
    {
        Requires.RedisServer();

        var start = () => RedisServerProcess.StartAsync("--no-such-option", "1");

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*no-such-option*");
    }

    [SkippableFact]
    public async Task Paused_it_keeps_connections_and_answers_after_it_is_resumed()
    {
        Requires.RedisServer();
        await using var server = await RedisServerProcess.StartAsync();
        server.Pause();

        var answer = server.ExecuteAsync("PING");
        answer.IsCompleted.Should().BeFalse();
        server.Resume();

        ((string?)await answer).Should().Be("PONG");
    }

    [SkippableFact]
    public async Task Killed_and_restarted_it_has_its_port_and_folder_but_no_data()
    {
        Requires.RedisServer();
        await using var server = await RedisServerProcess.StartAsync();
        await server.ExecuteAsync("SET", "k", "v");
        var (port, folder, process) = (server.Port, server.WorkingDirectory, server.ProcessId);

        server.Kill();
        server.IsRunning.Should().BeFalse();
        await server.RestartAsync();

        (server.Port, server.WorkingDirectory).Should().Be((port, folder));
        server.ProcessId.Should().NotBe(process);
        (await server.ExecuteAsync("GET", "k")).IsNull.Should().BeTrue();
    }

    [SkippableFact]
    public async Task Disposed_it_leaves_nothing()
    {
        Requires.RedisServer();
        var server = await RedisServerProcess.StartAsync();
        server.Pause();

        await server.DisposeAsync();

        server.IsRunning.Should().BeFalse();
        Directory.Exists(server.WorkingDirectory).Should().BeFalse();
    }
}
