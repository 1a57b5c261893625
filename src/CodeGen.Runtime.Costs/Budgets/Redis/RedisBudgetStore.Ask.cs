using StackExchange.Redis;

namespace CodeGen.Runtime.Costs;

/// <content>What can be asked.</content>
internal sealed partial class RedisBudgetStore
{
    private const int Page = 1_000;

    public async ValueTask<IReadOnlyList<HoldRecord>> IndeterminateAsync(CancellationToken cancellationToken)
    {
        var holds = new Dictionary<BudgetHoldId, HoldRecord>();
        RedisValue from = "-inf";
        for (int size = Page; ;)
        {
            int before = holds.Count;
            BudgetAnswer answer = await ListAsync(from, size).WaitAsync(cancellationToken).ConfigureAwait(false);
            for (int i = 0; i + 2 < answer.Count; i += 3)
            {
                from = answer[i + 1];
                if (BudgetHoldId.TryParse(answer.Text(i), out BudgetHoldId id) && !answer[i + 2].IsNullOrEmpty)
                {
                    holds[id] = HoldText.Open(id, answer.Text(i + 2), (long)from, _scopes);
                }
            }

            if (answer.Count < 3 * size)
            {
                return [.. holds.Values.OrderBy(static hold => hold.OrphanedAt).ThenBy(static hold => hold.Id.Count)];
            }

            // A page begins with the last instant of the one before; when more than a page ended in it, the page grows.
            size = holds.Count == before ? 2 * size : size;
        }
    }

    public async ValueTask<long> NowAsync(CancellationToken cancellationToken)
    {
        if (_membership == Membership.None)
        {
            // Nothing was heard of the server's clock yet.
            await PulseAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return Now;
    }

    public async ValueTask<WindowSums> ReadAsync(BudgetScope scope, long windowStart, CancellationToken cancellationToken)
    {
        SharedScope shared = _scopes[scope];
        RedisKey[] keys = [_keys.Meta, _keys.Leases, _keys.Open, shared.Key];
        RedisValue[] arguments = [default, default, windowStart, shared.Reach, shared.Name];
        Task<WindowSums> reading = RunAsync(
            _scripts.Read, keys, arguments, "read a budget", static answer => new WindowSums(LimbText.Parse(answer.Text(0)), LimbText.Parse(answer.Text(1)), LimbText.Parse(answer.Text(2))));
        return await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task<BudgetAnswer> ListAsync(RedisValue from, int count) =>
        RunAsync(_scripts.List, [_keys.Meta, _keys.Leases, _keys.Open], [default, default, from, count], "list holds", static answer => answer);
}
