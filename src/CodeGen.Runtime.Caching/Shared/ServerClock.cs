using CodeGen.Runtime.Coordination;
using StackExchange.Redis;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// The clock of the server that holds the data, as this process knows it: with it the end of a value's life, which is told on that clock, needs no question of its own. It is the clock by which the
/// server itself ends lives. Known only where one server holds all data; in a cluster each has its own. Thread-safe.
/// </summary>
internal sealed class ServerClock(TimeProvider timeProvider)
{
    private static readonly TimeSpan s_askAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_usableFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_askAgainAfter = TimeSpan.FromSeconds(30);
    private volatile Sample? _sample;
    private long _quietUntil;
    private int _asking;

    /// <summary>The server's time in milliseconds, never behind it by more than the server's clock has jumped in the last moment; <see langword="null"/> when it is not known.</summary>
    public long? Now => _sample is { } sample && timeProvider.GetElapsedTime(sample.AskedAt) is var age && age <= s_usableFor
        ? sample.Time + (long)age.TotalMilliseconds
        : null;

    /// <summary>Asks the server in the background if its last answer is getting old.</summary>
    public void Keep(IDatabase database)
    {
        long now = timeProvider.GetTimestamp();
        bool due = _sample is not { } sample || timeProvider.GetElapsedTime(sample.AskedAt, now) > s_askAfter;
        if (due && now >= Volatile.Read(ref _quietUntil) && Interlocked.Exchange(ref _asking, 1) == 0)
        {
            _ = AskAsync(database);
        }
    }

    private async Task AskAsync(IDatabase database)
    {
        try
        {
            if (!IsSingle(database.Multiplexer))
            {
                Rest();
                return;
            }

            // From when it was asked: what the answer took makes the server's time later, and lives shorter.
            long askedAt = timeProvider.GetTimestamp();
            var parts = (RedisValue[]?)await database.ExecuteAsync("TIME").ConfigureAwait(false);
            if (parts is [var seconds, var microseconds])
            {
                _sample = new Sample(((long)seconds * 1_000) + ((long)microseconds / 1_000), askedAt);
            }
            else
            {
                Rest();
            }
        }
        catch (Exception e) when (RedisErrors.IsRedis(e) || e is InvalidCastException or FormatException)
        {
            Rest();
        }
        finally
        {
            Volatile.Write(ref _asking, 0);
        }
    }

    private static bool IsSingle(IConnectionMultiplexer connection)
    {
        int primaries = 0;
        foreach (IServer server in connection.GetServers())
        {
            if (server.ServerType == ServerType.Cluster)
            {
                return false;
            }

            primaries += server.IsConnected && !server.IsReplica ? 1 : 0;
        }

        return primaries == 1;
    }

    private void Rest()
    {
        _sample = null;
        Volatile.Write(ref _quietUntil, timeProvider.GetTimestamp() + (long)(s_askAgainAfter.TotalSeconds * timeProvider.TimestampFrequency));
    }

    private sealed record Sample(long Time, long AskedAt);
}
