using System.Net;
using StackExchange.Redis;

namespace CodeGen.Host.Hosting;

/// <summary>The Redis that this host uses: the configured one, or an embedded server that the host owns.</summary>
internal sealed class RedisChoice : IHostedService, IDisposable
{
    // In the order in which the runtime itself reads them.
    private static readonly string[] Paths = ["CodeGenRuntime:Redis:Configuration", "ConnectionStrings:Redis"];

    private readonly string _path;
    private readonly EmbeddedRedis? _embedded;

    private RedisChoice(string connectionString, string path, EmbeddedRedis? embedded)
    {
        ConnectionString = connectionString;
        _path = path;
        _embedded = embedded;
    }

    /// <summary>May hold a password; for display there is <see cref="Description"/>.</summary>
    public string ConnectionString { get; }

    /// <summary>Kind and addresses, without user and password.</summary>
    public string Description => _embedded is not null ? $"embedded, {ConnectionString}" : $"external, {Addresses(ConnectionString)} ({_path})";

    public static RedisChoice Make(IConfiguration configuration)
    {
        foreach (string path in Paths)
        {
            if (configuration[path] is { Length: > 0 } configured)
            {
                return new RedisChoice(configured, path, embedded: null);
            }
        }

        var embedded = EmbeddedRedis.Start();
        return new RedisChoice(embedded.ConnectionString, "", embedded);
    }

    // A hosted service only to be the first: the container makes hosted services in the order of their registration and disposes what it
    // made in the reverse order, so the server goes after everything that talks to it.
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _embedded?.Dispose();

    private static string Addresses(string connectionString)
    {
        try
        {
            return string.Join(", ", ConfigurationOptions.Parse(connectionString).EndPoints.Select(Show));
        }
        catch (ArgumentException)
        {
            // Not shown: what cannot be read might be a password. The cache says at start what is wrong with it.
            return "an address that cannot be read";
        }
    }

    private static string Show(EndPoint endPoint) => endPoint is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : $"{endPoint}";
}
