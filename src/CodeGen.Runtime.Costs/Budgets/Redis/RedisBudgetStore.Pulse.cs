using StackExchange.Redis;

namespace CodeGen.Runtime.Costs;

/// <content>Nodes: who is there, and who is gone.</content>
internal sealed partial class RedisBudgetStore : IBudgetRecovery
{
    /// <summary>The part of the nodes that are gone.</summary>
    private const string PastNode = "past";

    public async ValueTask<IReadOnlyList<string>> GetMissingAsync(CancellationToken cancellationToken = default)
    {
        await PulseAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return _missing;
    }

    public async ValueTask<bool> ReleaseAsync(string node, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(node);
        if (node == _nodeText)
        {
            throw new ArgumentException($"'{node}' is this node itself. It says what it booked by itself.", nameof(node));
        }

        bool released = await LeaveAsync(node, 'P').WaitAsync(cancellationToken).ConfigureAwait(false);
        await PulseAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return released;
    }

    /// <summary>Shows that this node lives, learns of the others, and gives up those that were silent for long. Called by a clock.</summary>
    internal async Task PulseAsync()
    {
        RememberedPast past = _past;
        RedisKey[] keys = [_keys.Meta, _keys.Part(_nodeText), _keys.Part(PastNode)];
        RedisValue[] arguments = [default, default, past.Version, _options.NodeLife];
        string[] before = _known;
        string[] silent = await RunAsync(_scripts.Pulse, keys, arguments, "show that this node lives", answer =>
        {
            _known = [.. Nodes(answer.Text(2)).Where(node => node != _nodeText)];
            _missing = Nodes(answer.Text(4));
            if ((long)answer[0] != past.Version)
            {
                _past = Past(answer);
            }

            return Nodes(answer.Text(3));
        }, part: 1).ConfigureAwait(false);
        await KeepAsync(before, past).ConfigureAwait(false);
        foreach (string node in silent)
        {
            if (await LeaveAsync(node, 'G').ConfigureAwait(false))
            {
                SharedBudgetLog.NodeGone(_logger, node);
            }
        }
    }

    /// <summary>Writes down which nodes there are: a node that is started again facing an empty server must not take it for a new one.</summary>
    private async Task KeepAsync(string[] known, RememberedPast past)
    {
        if (!IsKept)
        {
            return;
        }

        try
        {
            if (!known.Order(StringComparer.Ordinal).SequenceEqual(_known.Order(StringComparer.Ordinal), StringComparer.Ordinal))
            {
                Account.Join(Identity);
            }
        }
        catch (LedgerUnavailableException e)
        {
            SharedBudgetLog.PulseFailed(_logger, _nodeText, e.Message);
        }

        if (past.Version != _past.Version)
        {
            _ = await SnapshotAsync().ConfigureAwait(false);
        }
    }

    /// <summary>This node ends, and all it did is in the store.</summary>
    internal Task LeaveAsync() => LeaveAsync(_nodeText, 'L');

    private Task<bool> LeaveAsync(string node, char verb) => RunAsync(
        _scripts.Leave,
        [_keys.Meta, _keys.Part(node), _keys.Part(PastNode)],
        [default, default, node, verb.ToString(), _options.NodeLife],
        "let a node go",
        static answer => answer.Letter == BudgetAnswer.Booked);

    private static string[] Nodes(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static RememberedPast Past(BudgetAnswer answer)
    {
        var sums = new List<(string, string, string)>();
        var givenUp = new List<string>();
        for (int i = 5; i + 1 < answer.Count; i += 2)
        {
            string field = answer.Text(i);
            int bar = field.LastIndexOf('|');
            if (bar > 0)
            {
                sums.Add((field[..bar], field[(bar + 1)..], answer.Text(i + 1)));
            }
            else if (field.StartsWith('#'))
            {
                givenUp.Add(field[1..]);
            }
        }

        return new RememberedPast((long)answer[0], sums, givenUp);
    }
}
