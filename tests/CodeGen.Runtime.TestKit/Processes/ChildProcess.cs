using System.Diagnostics;
using System.Text;

namespace CodeGen.Runtime.TestKit.Processes;

/// <summary>A child that dies with this process, can be paused and killed, and whose output is kept for failure messages.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int MostTranscript = 64 * 1024;
    private static readonly TimeSpan PatienceOnStop = TimeSpan.FromSeconds(5);
    private readonly Process _process;
    private readonly StringBuilder _transcript = new();
    private bool _disposed;

    public ChildProcess(
        string program,
        IEnumerable<string> arguments,
        ParentTie? tie = null,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string>? environment = null,
        Action<string?>? onLine = null)
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        ParentTies.Wrap(start, tie ?? ParentTies.Best, program, arguments);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) =>
        {
            Keep(e.Data);
            onLine?.Invoke(e.Data);
        };
        _process.ErrorDataReceived += (_, e) => Keep(e.Data);
        ProcessSpawner.Start(_process);
        Id = _process.Id;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id { get; }

    public bool HasExited => _disposed || _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public StreamWriter Input => _process.StandardInput;

    public string Transcript
    {
        get
        {
            lock (_transcript)
            {
                return _transcript.ToString();
            }
        }
    }

    public void Signal(int signal) => Signals.Send(Id, signal);

    public void Kill()
    {
        if (!HasExited)
        {
            _process.Kill();
            _process.WaitForExit(PatienceOnStop);
        }
    }

    public Task WaitForExitAsync() => _process.WaitForExitAsync();

    /// <summary>Lets the process end by itself after <paramref name="ask"/>, and kills it when it does not.</summary>
    public async Task StopAsync(Action ask)
    {
        if (!HasExited)
        {
            ask();
            using var patience = new CancellationTokenSource(PatienceOnStop);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Kill();
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            Kill();
            _disposed = true;
            _process.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (_transcript)
            {
                if (_transcript.Length > MostTranscript)
                {
                    _transcript.Remove(0, _transcript.Length / 2);
                }

                _transcript.AppendLine(line);
            }
        }
    }
}
