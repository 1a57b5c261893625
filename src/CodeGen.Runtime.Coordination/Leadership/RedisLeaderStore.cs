using StackExchange.Redis;

namespace CodeGen.Runtime.Coordination;

/// <summary>Roles as keys with a time to live; the token decides who may prolong or release.</summary>
internal sealed class RedisLeaderStore(RedisConnection connection, string name) : ILeaderStore
{
    private const string Hold = """
        local holder = redis.call('GET', KEYS[1])
        if holder and holder ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return 1
        """;

    private const string Release = """
        if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
        return 0
        """;

    public async Task<bool> TryHoldAsync(string role, string token, TimeSpan life, CancellationToken cancellationToken) =>
        (long)await EvaluateAsync(Hold, role, [token, (long)life.TotalMilliseconds], cancellationToken).ConfigureAwait(false) == 1;

    public Task ReleaseAsync(string role, string token, CancellationToken cancellationToken) => EvaluateAsync(Release, role, [token], cancellationToken);

    private async Task<RedisResult> EvaluateAsync(string script, string role, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            IConnectionMultiplexer control = await connection.ControlAsync(cancellationToken).ConfigureAwait(false);
            return await control.GetDatabase().ScriptEvaluateAsync(script, [$"{name}:leader:{role}"], arguments, CommandFlags.DemandMaster)
                .WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (RedisErrors.IsRedis(e))
        {
            throw RedisErrors.Wrap(e, $"hold the role '{role}'", connection.Endpoint);
        }
    }
}
