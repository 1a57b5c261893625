using System.Globalization;
using CodeGen.Runtime.TestKit.Processes;
using Npgsql;

namespace CodeGen.Runtime.TestKit;

/// <summary>
/// A real <c>postgres</c> on a loopback port, with a cluster of its own in a folder that goes with it. It refuses to run as root, so there it runs as another user. It dies with the test process, even
/// when that is killed. Members may be called from any thread, one at a time.
/// </summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    /// <summary>The line that installs the program.</summary>
    public const string InstallHint = "apt-get install postgresql";

    /// <summary>The superuser, who needs no password.</summary>
    public const string User = "postgres";

    private const int MostAttempts = 5;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private readonly TempDirectory _folder = new();
    private readonly string[] _settings;
    private ChildProcess? _process;

    private PostgreSqlServer(int port, string[] settings) => (Port, _settings) = (port, settings);

    /// <summary>Whether <c>initdb</c> and <c>postgres</c> are on this machine, and can be run by whoever runs the tests.</summary>
    public static bool IsAvailable => Find("initdb") is not null && Find("postgres") is not null && UnprivilegedUser.CanRun;

    /// <summary>The loopback port; the same over restarts.</summary>
    public int Port { get; }

    /// <summary>Whether the process lives.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>What the process that runs now, or ran last, wrote to its log.</summary>
    public string Log => _process?.Transcript ?? "";

    /// <summary>Starts a server and returns when it takes connections.</summary>
    /// <param name="settings">More settings, such as <c>fsync=off</c>.</param>
    public static async Task<PostgreSqlServer> StartAsync(params string[] settings)
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = new PostgreSqlServer(LoopbackPort.Next(), settings);
            try
            {
                await server.InitializeAsync();
                await server.LaunchAsync();
                return server;
            }
            catch (Exception exception)
            {
                var portTaken = server.Log.Contains("Address already in use", StringComparison.OrdinalIgnoreCase);
                await server.DisposeAsync();
                if (!portTaken || attempt == MostAttempts)
                {
                    throw new InvalidOperationException($"postgres did not start: {exception.Message}", exception);
                }
            }
        }
    }

    /// <summary>How to reach a database, straight or through a proxy.</summary>
    /// <param name="database">Its name.</param>
    /// <param name="user">As whom; passwords are not asked for.</param>
    /// <param name="port">The port of a proxy.</param>
    public string ConnectionString(string database = "postgres", string user = User, int? port = null) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port ?? Port};Database={database};Username={user};Timeout=10;Command Timeout=60");

    /// <summary>Makes an empty database with a name of its own.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"t{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return name;
    }

    /// <summary>Runs statements on a connection of its own.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="database">In which database.</param>
    /// <param name="user">As whom.</param>
    public async Task ExecuteAsync(string sql, string database = "postgres", string user = User)
    {
        await using var connection = await OpenAsync(database, user);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs a query on a connection of its own, and returns its rows.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="database">In which database.</param>
    /// <param name="user">As whom.</param>
    public async Task<IReadOnlyList<object?[]>> QueryAsync(string sql, string database = "postgres", string user = User)
    {
        await using var connection = await OpenAsync(database, user);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        }

        return rows;
    }

    /// <summary>Ends all connections of a database at once, as an administrator would.</summary>
    /// <param name="database">Which.</param>
    public Task EndConnectionsAsync(string database) =>
        ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}' AND pid <> pg_backend_pid()");

    /// <summary>Ends the server at once, without a checkpoint (SIGQUIT): what it finds when it starts again is its write-ahead log.</summary>
    public async Task CrashAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Signal(3);
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Kills the postmaster (SIGKILL); the processes of its connections see that and end.</summary>
    public void Kill() => _process?.Kill();

    /// <summary>Stops the server if it still runs, and starts it on the same port with the same data.</summary>
    public async Task RestartAsync()
    {
        await CrashAsync();
        await LaunchAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CrashAsync();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }

    private static string? Find(string program) =>
        ProgramFinder.Find(program)
        ?? (Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin", program)).FirstOrDefault(File.Exists)
            : null);

    private static ChildProcess Run(string program, IEnumerable<string> arguments, string folder)
    {
        var path = Find(program) ?? throw new InvalidOperationException($"{program} is not on this machine; {InstallHint}");
        var (first, words) = UnprivilegedUser.Wrap(path, arguments);
        return new ChildProcess(first, words, UnprivilegedUser.IsNeeded ? ParentTie.None : null, folder);
    }

    private string Data => Path.Combine(_folder.Path, "data");

    private async Task<NpgsqlConnection> OpenAsync(string database, string user)
    {
        // Without a pool: the kit's servers come and go.
        var connection = new NpgsqlConnection(ConnectionString(database, user) + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private async Task InitializeAsync()
    {
        UnprivilegedUser.Own(_folder.Path);
        await using var process = Run("initdb", ["-D", Data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], _folder.Path);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"initdb ended with code {process.ExitCode}:\n{process.Transcript}");
        }
    }

    private async Task LaunchAsync()
    {
        await DropAsync();
        await WaitUntil.Async(
            async () =>
            {
                if (IsRunning)
                {
                    await ExecuteAsync("SELECT 1");
                    return true;
                }

                // The processes of a killed one may hold its memory for a moment yet: then it ends, and is started again.
                if (_process is not null && !Log.Contains("pre-existing shared memory", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException(Log);
                }

                await DropAsync();
                _process = Run(
                    "postgres",
                    [
                        "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
                        .. _settings.SelectMany(setting => new[] { "-c", setting }),
                    ],
                    _folder.Path);
                return false;
            },
            StartPatience,
            $"postgres on port {Port} takes connections");
    }

    private async Task DropAsync()
    {
        if (_process is { } process)
        {
            await process.WaitForExitAsync();
            await process.DisposeAsync();
            _process = null;
        }
    }
}
