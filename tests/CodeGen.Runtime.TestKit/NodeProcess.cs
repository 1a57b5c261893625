using System.Diagnostics;
using System.Threading.Channels;
using CodeGen.Runtime.TestKit.Processes;

namespace CodeGen.Runtime.TestKit;

/// <summary>
/// Another .NET console as a child, spoken to in lines over its standard input and output: a second node of a system under
/// test. It dies with the test process, even when that is killed. One reader and one writer at a time.
/// </summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly ChildProcess _process;
    private readonly string _name;

    private NodeProcess(string assemblyPath, string[] arguments, IReadOnlyDictionary<string, string>? environment)
    {
        _name = $"{Path.GetFileName(assemblyPath)} {string.Join(' ', arguments)}";
        _process = new ChildProcess(DotnetHost.Path, ["exec", assemblyPath, .. arguments], environment: environment, onLine: OnLine);
    }

    /// <summary>The id of the process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>The code with which it ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>What it wrote to both of its outputs so far, the oldest part left out when it is long.</summary>
    public string Transcript => _process.Transcript;

    /// <summary>Starts a node.</summary>
    /// <param name="assemblyPath">The console's dll.</param>
    /// <param name="arguments">Its arguments.</param>
    public static NodeProcess Start(string assemblyPath, params string[] arguments) => new(assemblyPath, arguments, environment: null);

    /// <summary>Starts a node with environment variables of its own.</summary>
    /// <param name="assemblyPath">The console's dll.</param>
    /// <param name="environment">Variables to add to, or replace in, those of this process.</param>
    /// <param name="arguments">Its arguments.</param>
    public static NodeProcess Start(string assemblyPath, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        new(assemblyPath, arguments, environment);

    /// <summary>Writes one line to the node's standard input.</summary>
    /// <param name="line">The line, without its end.</param>
    public async Task SendAsync(string line)
    {
        await _process.Input.WriteLineAsync(line);
        await _process.Input.FlushAsync();
    }

    /// <summary>Reads on to the next line that matches; lines before it are passed over (and kept in <see cref="Transcript"/>).</summary>
    /// <param name="predicate">Which line; null takes the next one.</param>
    /// <param name="timeout">How long to wait in all.</param>
    /// <exception cref="TimeoutException">No such line came in time.</exception>
    /// <exception cref="EndOfStreamException">The node ended its output before such a line.</exception>
    public async Task<string> ReadLineAsync(Func<string, bool>? predicate, TimeSpan timeout)
    {
        using var patience = new CancellationTokenSource(timeout);
        try
        {
            while (true)
            {
                var line = await _lines.Reader.ReadAsync(patience.Token);
                if (predicate is null || predicate(line))
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"{_name} wrote no such line within {timeout.TotalSeconds:0.###} s. It wrote:\n{Transcript}", exception);
        }
        catch (ChannelClosedException exception)
        {
            throw new EndOfStreamException($"{_name} ended before it wrote such a line. It wrote:\n{Transcript}", exception);
        }
    }

    /// <summary>Stops the process in its tracks (SIGSTOP).</summary>
    public void Pause() => _process.Signal(Signals.Stop);

    /// <summary>Lets a paused process go on (SIGCONT).</summary>
    public void Resume() => _process.Signal(Signals.Continue);

    /// <summary>Kills the process (SIGKILL), as a crash would.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Ends the node's standard input, waits five seconds for it to end by itself, and kills it if it does not.</summary>
    public Task StopAsync() => _process.StopAsync(_process.Input.Close);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private void OnLine(string? line)
    {
        if (line is null)
        {
            _lines.Writer.TryComplete();
        }
        else
        {
            var written = _lines.Writer.TryWrite(line);
            Debug.Assert(written || _lines.Reader.Completion.IsCompleted, "An unbounded channel takes every line until its end.");
        }
    }
}
