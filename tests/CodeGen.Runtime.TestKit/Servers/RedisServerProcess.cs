using System.Globalization;
using CodeGen.Runtime.TestKit.Processes;
using StackExchange.Redis;

namespace CodeGen.Runtime.TestKit;

/// <summary>
/// A real <c>redis-server</c> on a loopback port, in a folder of its own, without persistence. It dies with the test process,
/// even when that is killed. Members may be called from any thread, one at a time.
/// </summary>
public sealed class RedisServerProcess : ITestServer
{
    /// <summary>The line that installs the program.</summary>
    public const string InstallHint = "apt-get install redis-server";

    private const int MostAttempts = 5;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private readonly TempDirectory _folder = new();
    private readonly string[] _arguments;
    private readonly ParentTie _tie;
    private ChildProcess? _process;

    private RedisServerProcess(int port, string[] arguments, ParentTie tie)
    {
        Port = port;
        _arguments = arguments;
        _tie = tie;
    }

    /// <summary>Whether <c>redis-server</c> is on this machine.</summary>
    public static bool IsAvailable => ProgramFinder.Find("redis-server") is not null;

    /// <summary>The loopback port; the same over restarts.</summary>
    public int Port { get; }

    /// <summary>The id of the process that runs now, or ran last.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Whether the process lives (a paused one does).</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>The server's folder; the same over restarts, removed on disposal.</summary>
    public string WorkingDirectory => _folder.Path;

    /// <summary>What the process that runs now, or ran last, wrote to its log.</summary>
    public string Log => _process?.Transcript ?? "";

    /// <inheritdoc/>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <inheritdoc/>
    public ServerKind Kind => ServerKind.Redis;

    /// <summary>Starts a server and returns when it answers PING.</summary>
    /// <param name="arguments">More command-line arguments, such as <c>--maxmemory 10mb</c>, a word each.</param>
    public static Task<RedisServerProcess> StartAsync(params string[] arguments) => StartAsync(() => arguments, ParentTies.Best);

    /// <summary>As the public one; asks for the arguments anew at each attempt, since they may name ports too.</summary>
    internal static async Task<RedisServerProcess> StartAsync(Func<string[]> arguments, ParentTie tie)
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = new RedisServerProcess(LoopbackPort.Next(), arguments(), tie);
            try
            {
                await server.LaunchAsync();
                return server;
            }
            catch (Exception exception)
            {
                var portTaken = server.Log.Contains("Address already in use", StringComparison.OrdinalIgnoreCase);
                await server.DisposeAsync();
                if (!portTaken || attempt == MostAttempts)
                {
                    throw new InvalidOperationException($"redis-server did not start: {exception.Message}", exception);
                }
            }
        }
    }

    /// <summary>Runs one command on a connection of its own.</summary>
    /// <param name="command">The command's words.</param>
    /// <exception cref="RespErrorException">The server answered with an error.</exception>
    /// <exception cref="TimeoutException">The server did not answer within ten seconds.</exception>
    public Task<RedisResult> ExecuteAsync(params string[] command) => RespClient.ExecuteAsync(Port, command);

    /// <summary>Stops the process in its tracks (SIGSTOP): connections stay open and nobody answers.</summary>
    public void Pause() => Running.Signal(Signals.Stop);

    /// <summary>Lets a paused process go on (SIGCONT).</summary>
    public void Resume() => Running.Signal(Signals.Continue);

    /// <summary>Kills the process (SIGKILL), as a crash would.</summary>
    public void Kill() => _process?.Kill();

    /// <summary>Asks the process to end (SIGTERM) and waits for it.</summary>
    public async Task StopAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Signal(Signals.Continue);
            await process.StopAsync(() => process.Signal(Signals.Terminate));
        }
    }

    /// <summary>Stops the process if it still runs, and starts one on the same port in the same folder.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await LaunchAsync();
    }

    /// <summary>Makes it a replica; returns at once, see <see cref="WaitForReplicationAsync"/>.</summary>
    /// <param name="host">The primary's address.</param>
    /// <param name="port">The primary's port.</param>
    public Task ReplicaOfAsync(string host, int port) => ExecuteAsync("REPLICAOF", host, port.ToString(CultureInfo.InvariantCulture));

    /// <summary>Makes it a primary that keeps the data it has.</summary>
    public Task PromoteAsync() => ExecuteAsync("REPLICAOF", "NO", "ONE");

    /// <summary>Waits until this replica has its primary's data and a live link to it.</summary>
    public Task WaitForReplicationAsync() =>
        WaitUntil.Async(
            async () => ((string)(await ExecuteAsync("INFO", "replication"))!).Contains("master_link_status:up", StringComparison.Ordinal),
            StartPatience,
            $"redis-server on port {Port} has synchronised with its primary");

    /// <summary>
    /// Waits until this primary streams to a replica and counts it for <c>min-replicas-to-write</c>. It does so only after the
    /// replica's first acknowledgement, which comes later than the replica's own view that the link is up.
    /// </summary>
    public Task WaitForReplicaAsync() =>
        WaitUntil.Async(
            async () =>
            {
                var info = (string)(await ExecuteAsync("INFO", "replication"))!;
                return info.Contains("state=online", StringComparison.Ordinal)
                    && !info.Contains("min_slaves_good_slaves:0", StringComparison.Ordinal);
            },
            StartPatience,
            $"redis-server on port {Port} has a replica online");

    /// <summary>Returns when this replica has every write that its primary took before the call.</summary>
    /// <param name="primary">The primary.</param>
    public async Task WaitUntilCaughtUpAsync(RedisServerProcess primary)
    {
        ArgumentNullException.ThrowIfNull(primary);

        // Offsets and not WAIT, which only counts writes of the connection that sends it.
        var written = await primary.ReplicationOffsetAsync("master_repl_offset:");
        await WaitUntil.Async(
            async () => await ReplicationOffsetAsync("slave_repl_offset:") >= written,
            StartPatience,
            $"redis-server on port {Port} has replicated up to offset {written}");
    }

    /// <inheritdoc/>
    public Task FlushAllAsync() => ExecuteAsync("FLUSHALL");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }

    private ChildProcess Running =>
        IsRunning ? _process! : throw new InvalidOperationException($"The redis-server of port {Port} does not run.");

    private async Task<long> ReplicationOffsetAsync(string field)
    {
        var info = (string)(await ExecuteAsync("INFO", "replication"))!;
        var line = info.Split("\r\n").FirstOrDefault(candidate => candidate.StartsWith(field, StringComparison.Ordinal));
        return line is null ? -1 : long.Parse(line[field.Length..], CultureInfo.InvariantCulture);
    }

    private async Task LaunchAsync()
    {
        var program = ProgramFinder.Find("redis-server")
            ?? throw new InvalidOperationException($"redis-server is not on this machine; {InstallHint}");
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        var process = new ChildProcess(
            program,
            [
                "--port", Port.ToString(CultureInfo.InvariantCulture),
                "--bind", "127.0.0.1",
                "--dir", _folder.Path,
                "--save", "",
                "--appendonly", "no",
                "--enable-debug-command", "yes",
                .. _arguments,
            ],
            _tie,
            _folder.Path);
        _process = process;
        ProcessId = process.Id;
        await WaitUntil.Async(
            async () => process.HasExited || (string?)await ExecuteAsync("PING") == "PONG",
            StartPatience,
            $"redis-server on port {Port} answers PING");
        if (process.HasExited)
        {
            await process.WaitForExitAsync();
            throw new InvalidOperationException($"redis-server on port {Port} ended with code {process.ExitCode}:\n{process.Transcript}");
        }
    }
}
