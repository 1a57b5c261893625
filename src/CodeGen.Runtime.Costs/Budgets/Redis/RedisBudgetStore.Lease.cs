using System.Globalization;
using StackExchange.Redis;

namespace CodeGen.Runtime.Costs;

/// <content>Chunks.</content>
internal sealed partial class RedisBudgetStore : IChunkStore
{
    private volatile bool _away;

    public bool IsAway => _away;

    public int NodeCount => 1 + _known.Length;

    public long NodeLife => _options.NodeLife;

    public Task ProbeAsync() => PulseAsync();

    public async Task<ChunkGrant> LeaseAsync(ChunkRequest request)
    {
        try
        {
            (RedisKey[] keys, RedisValue[] arguments) = LeaseArguments(request);
            return await RunAsync(_scripts.Lease, keys, arguments, "lease", answer => Leased(request, answer)).ConfigureAwait(false);
        }
        catch (BudgetUnavailableException e) when (e.MayHaveHappened)
        {
            // Of which size it was, the store knows.
            HoldRecord like = request.Like;
            HoldShare[] shares = [.. like.Shares.Select(static share => share with { WindowId = null, WindowStart = 0 })];
            TryWait(new WaitingStep(WaitingStep.Release, new HoldRecord(request.Id, like.Estimate, CostAttribution.Empty, shares, like.Lease), default, 0), mayDrop: true);
            throw;
        }
    }

    public Task<SettleOutcome> SplitAsync(HoldRecord chunk, BookedAmounts settled, HoldRecord[] open) =>
        CloseOrWaitAsync(new WaitingStep(WaitingStep.Split, chunk, settled, Now) { Open = open }, waits: true);

    private (RedisKey[] Keys, RedisValue[] Arguments) LeaseArguments(ChunkRequest request)
    {
        HoldShare[] shares = request.Like.Shares;
        int sizes = request.Sizes.Count;
        int head = BudgetScripts.LeaseHeadArguments + sizes;
        int width = BudgetScripts.LeaseShareArguments + sizes;
        var keys = new RedisKey[4 + shares.Length];
        (keys[0], keys[1], keys[2], keys[3]) = (_keys.Meta, _keys.Leases, _keys.Open, _keys.Closed(request.Id));
        var arguments = new RedisValue[head + (width * shares.Length)];
        arguments[2] = request.Id.ToString();
        arguments[3] = request.Like.Lease;
        arguments[4] = sizes;
        arguments[5] = request.Divisor;
        Money estimate = request.Like.Estimate;
        for (int j = 0; j < sizes; j++)
        {
            arguments[BudgetScripts.LeaseHeadArguments + j] = HoldText.Amount(Money.FromPicos(estimate.Picos * request.Sizes[j], estimate.Currency));
        }

        long now = Now;
        for (int i = 0; i < shares.Length; i++)
        {
            SharedScope scope = _scopes[shares[i].Scope];
            SharedWindows windows = scope.WindowsAt(now);
            keys[4 + i] = scope.Key;
            Span<RedisValue> own = arguments.AsSpan(head + (width * i), width);
            own[0] = scope.Limit;
            own[1] = scope.Enforced;
            own[2] = scope.Reach;
            own[3] = windows.FirstStart;
            own[4] = windows.FirstExists;
            own[5] = windows.SecondStart;
            own[6] = windows.SecondExists;
            own[7] = windows.End;
            own[8] = scope.Name;
            own[9] = string.Create(CultureInfo.InvariantCulture, $"{shares[i].Rate}\t{scope.Scope.Definition.Limit.Currency.Code}");
            for (int j = 0; j < sizes; j++)
            {
                own[BudgetScripts.LeaseShareArguments + j] = LimbText.Of(shares[i].Amount * request.Sizes[j]);
            }
        }

        return (keys, arguments);
    }

    private ChunkGrant Leased(ChunkRequest request, BudgetAnswer answer)
    {
        switch (answer.Letter)
        {
            case BudgetAnswer.Held:
                HoldRecord chunk = HoldText.Open(request.Id, answer.Text(1), (long)answer[0], _scopes);
                Keep(chunk);
                return new ChunkGrant(ReserveStatus.Held, answer.Now, chunk);
            case BudgetAnswer.NotPossible:
                return new ChunkGrant(ReserveStatus.Refused, answer.Now);
            case BudgetAnswer.TableTooOld:
                return new ChunkGrant(ReserveStatus.TableTooOld, answer.Now);
            case BudgetAnswer.Frozen:
                throw Frozen();
            default:
                throw Unexpected(answer);
        }
    }

    private (RedisKey[] Keys, RedisValue[] Arguments) SplitArguments(WaitingStep step)
    {
        HoldRecord chunk = step.Hold;
        HoldShare[] shares = chunk.Shares;

        // What was closed before this came is in the account, also where the store has lost it.
        HoldRecord[] stillOpen = [.. step.Open.Where(static open => !open.HasLeft)];
        int head = BudgetScripts.SplitHeadArguments;
        int first = head + (BudgetScripts.CloseShareArguments * shares.Length);
        int width = 3 + shares.Length;
        var keys = new RedisKey[5 + shares.Length + stillOpen.Length];
        (keys[0], keys[1], keys[2], keys[3], keys[4]) = (_keys.Meta, _keys.Leases, _keys.Open, _keys.Closed(chunk.Id), _keys.Part(_nodeText));
        var arguments = new RedisValue[first + (width * stillOpen.Length)];
        arguments[2] = chunk.Id.ToString();
        arguments[3] = HoldText.Amount(step.Amounts.Actual);
        arguments[4] = _options.KeepClosed;
        arguments[5] = chunk.ReservedAt;
        arguments[6] = shares.Length;
        for (int i = 0; i < shares.Length; i++)
        {
            SharedScope scope = _scopes[shares[i].Scope];
            keys[5 + i] = scope.Key;
            Span<RedisValue> own = arguments.AsSpan(head + (BudgetScripts.CloseShareArguments * i));
            own[0] = LimbText.Of(shares[i].Amount);
            own[1] = LimbText.Of(step.Amounts[i]);
            own[2] = scope.Reach;
            own[3] = shares[i].WindowId is null ? "-" : shares[i].WindowStart;
            own[4] = scope.Levels;
        }

        for (int j = 0; j < stillOpen.Length; j++)
        {
            HoldRecord open = stillOpen[j];
            keys[5 + shares.Length + j] = _keys.Closed(open.Id);
            Span<RedisValue> own = arguments.AsSpan(first + (width * j));
            own[0] = open.Id.ToString();
            own[1] = open.OrphanedAt;
            own[2] = HoldText.Record(open, _nodeText);
            for (int i = 0; i < shares.Length; i++)
            {
                own[3 + i] = LimbText.Of(open.Shares[i].Amount);
            }
        }

        return (keys, arguments);
    }
}
