using CodeGen.Runtime.Coordination;
using StackExchange.Redis;

namespace CodeGen.Runtime.Costs;

/// <content>One round trip, and what goes wrong with it.</content>
internal sealed partial class RedisBudgetStore
{
    /// <summary>A script is sent again once: the answer may have been lost, and doing it twice does it once.</summary>
    private const int Attempts = 2;

    private const int MostRecoveries = 3;

    private readonly RecoveryGate _gate = new();

    /// <summary>Runs a script for a node that belongs to the epoch, which it joins or recovers first where it has to. What the answer says is taken over before anybody can recover.</summary>
    /// <param name="script">The script; epoch and node are its first two arguments.</param>
    /// <param name="keys">All its keys.</param>
    /// <param name="arguments">Its arguments, the first two left out.</param>
    /// <param name="operation">What for, in a message.</param>
    /// <param name="take">Takes the answer over.</param>
    /// <param name="wait">What is to wait when the server is away.</param>
    /// <param name="part">Which of the keys is that of this node's part, or -1.</param>
    private async Task<T> RunAsync<T>(string script, RedisKey[] keys, RedisValue[] arguments, string operation, Func<BudgetAnswer, T> take, WaitingStep? wait = null, int part = -1)
    {
        for (int recoveries = 0; ; recoveries++)
        {
            Membership joined = _membership;
            await _gate.EnterAsync().ConfigureAwait(false);
            try
            {
                joined = _membership;
                if (joined.Epoch.Length > 0)
                {
                    arguments[0] = joined.Epoch;
                    arguments[1] = _nodeText;
                    if (part >= 0)
                    {
                        keys[part] = _keys.Part(_nodeText);
                    }

                    BudgetAnswer answer = await SendAsync(script, keys, arguments, operation).ConfigureAwait(false);
                    Interlocked.Exchange(ref _ahead, answer.Now - LocalNow);
                    if (answer.Letter == BudgetAnswer.Overflow)
                    {
                        throw new OverflowException($"To {operation} would let a sum of a budget exceed about 1.7·10²⁶ units. Nothing was changed.");
                    }

                    if (answer.Letter != BudgetAnswer.OtherEpoch)
                    {
                        DrainSoon();
                        return take(answer);
                    }
                }
            }
            catch (BudgetUnavailableException e) when (wait is not null && !e.IsFrozen)
            {
                throw Waiting(wait, e);
            }
            finally
            {
                _gate.Leave();
            }

            if (recoveries == MostRecoveries)
            {
                throw new BudgetUnavailableException($"Redis at {_connection.Endpoint} changes its epoch again and again (restarts, fail-overs or flushes), so that the budgets cannot {operation}. Check the server.");
            }

            try
            {
                await RecoverAsync(joined).ConfigureAwait(false);
            }
            catch (BudgetUnavailableException e) when (wait is not null)
            {
                throw Waiting(wait, e);
            }
        }
    }

    private async Task<BudgetAnswer> SendAsync(string script, RedisKey[] keys, RedisValue[] arguments, string operation)
    {
        for (int attempt = 1; ; attempt++)
        {
            bool sent = false;
            try
            {
                IConnectionMultiplexer data = await _connection.DataAsync(CancellationToken.None).ConfigureAwait(false);
                sent = true;
                RedisResult result = await data.GetDatabase().ScriptEvaluateAsync(script, keys, arguments, CommandFlags.DemandMaster).ConfigureAwait(false);
                _away = false;
                return BudgetAnswer.Of(result, _connection.Endpoint);
            }
            catch (Exception e) when (e is CoordinationException || RedisErrors.IsRedis(e))
            {
                bool lost = sent && e is RedisTimeoutException or TimeoutException or RedisConnectionException;
                if (lost && attempt < Attempts && _connection.IsReachable)
                {
                    continue;
                }

                _away = true;
                CoordinationException cause = e as CoordinationException ?? RedisErrors.Wrap(e, operation, _connection.Endpoint);
                throw new BudgetUnavailableException(
                    $"Budgets are shared over Redis, and it cannot be asked: {cause.Message} What is enforced is refused until it answers again. Check the server at {_connection.Endpoint}; nothing has to be done here afterwards.",
                    e) { MayHaveHappened = lost };
            }
        }
    }

    private BudgetUnavailableException Unexpected(BudgetAnswer answer) =>
        new($"Redis at {_connection.Endpoint} gave the answer '{answer.Letter}' to a script of the budgets, which it does not have. Check that all nodes run the same version.");
}
