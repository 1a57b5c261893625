using Npgsql;

namespace CodeGen.Runtime.Costs;

/// <summary>Where connections come from: the host's data source, or one of our own from its connection string, made when it is first asked for. Thread-safe.</summary>
internal sealed class PostgreSqlDataSource(NpgsqlDataSource? given) : IDisposable
{
    private readonly Lock _gate = new();
    private NpgsqlDataSource? _own;
    private bool _isDisposed;

    /// <summary>Whether it is the host's, who also ends it.</summary>
    public bool IsGiven => given is not null;

    public NpgsqlDataSource Get(PostgreSqlCostsOptions options)
    {
        if (given is not null)
        {
            return given;
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(IPostgreSqlCosts));
            return _own ??= Make(options);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _own?.Dispose();
        }
    }

    private static NpgsqlDataSource Make(PostgreSqlCostsOptions options)
    {
        // The slim builder leaves out what needs reflection; the conversions are for amounts that no decimal holds.
        var builder = new NpgsqlSlimDataSourceBuilder(options.ConnectionString);
        builder.EnableTransportSecurity();
        builder.EnableIntegratedSecurity();
        builder.EnableExtraConversions();
        return builder.Build();
    }
}
