namespace CodeGen.Runtime.Coordination;

/// <content>
/// Carrying an epoch over a fail-over. A promoted replica may lack the newest records; every node that had applied them still knows them, and appends those that the new primary lacks.
/// Until all live nodes have done so no lease is granted. What is lost then is only what nobody alive had applied.
/// </content>
internal sealed partial class LogFollower
{
    /// <summary>How many members a node remembers for this. More than what is written between two acknowledgements of a replica that keeps up.</summary>
    private const int MaxRemembered = 100_000;

    /// <summary>How long after its last renewal a node counts as alive and is waited for.</summary>
    private static readonly TimeSpan LiveFor = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, long> _remembered = new(StringComparer.Ordinal);
    private readonly Queue<(string Member, long Sequence)> _rememberedOrder = new();
    private Dictionary<string, long>? _recovering;
    private long _recoveringSince;
    private bool _recoversAsNewcomer;

    /// <summary>Waiting longer than this for the others would be worse than forgetting.</summary>
    private static readonly TimeSpan LongestRecovery = 3 * LiveFor;

    // Needs the gate.
    private void Remember(string member, long sequence)
    {
        if (!_options.Recover)
        {
            return;
        }

        // An older record of the same member on the new primary does not stand for the newer one that was lost.
        if (_recovering is not null && _recovering.TryGetValue(member, out long known) && sequence >= known)
        {
            _recovering.Remove(member);
        }

        if (_remembered.TryGetValue(member, out long last) && last >= sequence)
        {
            return;
        }

        _remembered[member] = sequence;
        _rememberedOrder.Enqueue((member, sequence));
        while (_rememberedOrder.Count > MaxRemembered)
        {
            var oldest = _rememberedOrder.Dequeue();
            if (_remembered.TryGetValue(oldest.Member, out long current) && current == oldest.Sequence)
            {
                _remembered.Remove(oldest.Member);
            }
        }
    }

    /// <summary>The epoch that the new one carries on for this node, or 0. Needs the gate.</summary>
    private ulong BeginRecovery(ulong previous, LogHead head)
    {
        _recoversAsNewcomer = previous == 0;
        if (!_options.Recover || head.PreviousEpoch == 0 || (previous != 0 && head.PreviousEpoch != previous))
        {
            _recovering = null;
            _remembered.Clear();
            _rememberedOrder.Clear();
            return 0;
        }

        // What the new primary still has is struck off while its log is read.
        _recovering = new Dictionary<string, long>(_remembered, StringComparer.Ordinal);
        _recoveringSince = _clock.Exact();
        return head.PreviousEpoch;
    }

    private async Task<bool> RecoverAsync()
    {
        KeyValuePair<string, long>[] lacking;
        ulong epoch;
        lock (_gate)
        {
            lacking = [.. _recovering ?? []];
            epoch = _horizon.Epoch;
        }

        foreach (KeyValuePair<string, long>[] chunk in lacking.Chunk(LogRecord.MaxMembers))
        {
            var record = new LogRecord([.. chunk.Select(static m => m.Key)], origin: NodeId);
            OnRecord(await _server.AppendAsync(record, _stopping.Token).ConfigureAwait(false), record);
        }

        int pending = await _server.ReportRecoveredAsync(epoch, LiveFor, _stopping.Token).ConfigureAwait(false);
        if (pending > 0)
        {
            // A node that has just come brings nothing and waits for nobody.
            if (_recoversAsNewcomer || _clock.Exact() - _recoveringSince > (long)LongestRecovery.TotalMilliseconds)
            {
                GiveUpRecovery(epoch);
                return true;
            }

            return false;
        }

        // Whatever the others appended before they reported is in the log by now; the lease waits until it is applied here.
        LogHead head = await _server.RenewAsync(_options.Recover, _stopping.Token).ConfigureAwait(false);
        if (!Covers(head))
        {
            await CatchUpAsync(head).ConfigureAwait(false);
        }

        lock (_gate)
        {
            if (_horizon.Epoch != epoch || !Covers(head))
            {
                return false;
            }

            _recovering = null;
            Log.Recovered(_logger, epoch, lacking.Length);
            return true;
        }
    }

    private void GiveUpRecovery(ulong epoch)
    {
        lock (_gate)
        {
            if (_horizon.Epoch == epoch)
            {
                _recovering = null;
                _horizon = _horizon with { RecoveredEpoch = 0 };
                _sink.HorizonChanged(_horizon);
            }
        }
    }
}
