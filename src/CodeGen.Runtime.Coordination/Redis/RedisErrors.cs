using StackExchange.Redis;

namespace CodeGen.Runtime.Coordination;

/// <summary>Turns what the client throws into <see cref="CoordinationException"/>, so that rooms catch one type.</summary>
internal static class RedisErrors
{
    public static bool IsRedis(Exception exception) => exception is RedisException or TimeoutException or ObjectDisposedException or OperationCanceledException { CancellationToken.IsCancellationRequested: false };

    public static CoordinationException Wrap(Exception exception, string operation, string endpoint)
    {
        string reason = exception switch
        {
            RedisTimeoutException or TimeoutException => "no answer in time",
            RedisConnectionException => "the connection is down",
            RedisServerException server => server.Message,
            _ => exception.GetType().Name,
        };
        return new CoordinationException($"Redis at {endpoint} failed to {operation}: {reason}.", exception)
        {
            IsServerAnswer = exception is RedisServerException answer && answer.Message.Contains("WRONGTYPE", StringComparison.Ordinal),
        };
    }
}
