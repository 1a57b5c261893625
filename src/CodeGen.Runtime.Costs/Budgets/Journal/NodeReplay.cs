namespace CodeGen.Runtime.Costs;

/// <summary>Makes the account of a node again from what its records say, in their order. Not thread-safe.</summary>
internal sealed class NodeReplay(SharedScopes scopes)
{
    private readonly Dictionary<(string Budget, long Start), Int128> _bookings = [];
    private readonly Dictionary<BudgetHoldId, OpenHold> _open = [];

    /// <summary>What chunks leave behind once the store has split them.</summary>
    private readonly Dictionary<BudgetHoldId, OpenHold> _opening = [];
    private readonly Dictionary<StepKey, (long Order, byte[] Payload)> _steps = [];
    private readonly Dictionary<BudgetHoldId, NodeClosing> _closed = [];
    private long _order;

    public SharedScopes Scopes => scopes;

    public NodeIdentity? Identity { get; set; }

    public RememberedPast Past { get; set; } = RememberedPast.None;

    /// <summary>The name that the node has at this place of its records.</summary>
    public string NodeText => Identity is { } identity ? BudgetKeys.NodeText(identity.Node) : string.Empty;

    public void Close(NodeClosing closing) => _closed[closing.Id] = closing.After(_closed.GetValueOrDefault(closing.Id));

    public void Add(NodeBooking booking) =>
        _bookings[(booking.Budget, booking.WindowStart)] = unchecked(_bookings.GetValueOrDefault((booking.Budget, booking.WindowStart)) + booking.Committed);

    public bool TryOpen(byte[] payload, long orphanedAt, long sequence)
    {
        var reader = new JournalReader(payload);
        if (!ReservePayload.TryReadHead(ref reader, out byte form, out BudgetHoldId id, out _) || form != JournalForm.Shared)
        {
            return false;
        }

        _open[id] = new OpenHold(payload, orphanedAt, sequence);
        return true;
    }

    /// <summary>Takes a record. False where it makes no sense; then it is left out.</summary>
    public bool TryTake(LedgerRecordKind kind, long sequence, ReadOnlySpan<byte> payload)
    {
        if (kind == LedgerRecordKind.Node)
        {
            return TryIdentify(payload);
        }

        // What budgets of this process did, before or after they were shared, is in other sums.
        return !JournalForm.IsShared(payload) || kind switch
        {
            LedgerRecordKind.Reserve => TryOpen(payload.ToArray(), long.MaxValue, sequence),
            LedgerRecordKind.Settle => TryStep(payload, sequence),
            _ => TryVoid(payload),
        };
    }

    /// <summary>All there is.</summary>
    /// <param name="onUnreadable">Is told the places of records that make no sense.</param>
    public NodeImage End(Action<long> onUnreadable)
    {
        Dictionary<BudgetHoldId, HoldRecord> open = Holds(_open, onUnreadable);
        Dictionary<BudgetHoldId, HoldRecord> opening = Holds(_opening, onUnreadable);
        HoldRecord? Known(BudgetHoldId id) => open.GetValueOrDefault(id) ?? opening.GetValueOrDefault(id);
        var steps = new List<WaitingStep>(_steps.Count);
        foreach ((StepKey key, (_, byte[] payload)) in _steps.OrderBy(static step => step.Value.Order))
        {
            WaitingStep? step = key.Verb != WaitingStep.Release ? StepPayload.ReadIntended(payload, scopes, Known)
                : Known(key.Id) is { } hold ? new WaitingStep(WaitingStep.Release, hold, default, 0) : null;
            if (step is not null)
            {
                steps.Add(step);
            }
        }

        return new NodeImage(Identity!, Past, [.. _bookings.OrderBy(static pair => pair.Key.Start).Select(static pair => new NodeBooking(pair.Key.Budget, pair.Key.Start, pair.Value))], [.. open.Values], [.. _closed.Values], steps);
    }

    private Dictionary<BudgetHoldId, HoldRecord> Holds(Dictionary<BudgetHoldId, OpenHold> payloads, Action<long> onUnreadable)
    {
        var holds = new Dictionary<BudgetHoldId, HoldRecord>();
        foreach ((BudgetHoldId id, OpenHold one) in payloads)
        {
            HoldRecord? hold = ReservePayload.ReadShared(one.Payload, scopes);
            if (hold is null)
            {
                onUnreadable(one.Sequence);
                continue;
            }

            hold.OrphanedAt = Math.Min(hold.OrphanedAt, one.OrphanedAt);
            holds[id] = hold;
        }

        return holds;
    }

    private bool TryIdentify(ReadOnlySpan<byte> payload)
    {
        if (!NodePayload.TryRead(payload, out NodeIdentity identity, out bool forgotten))
        {
            return false;
        }

        Identity = identity;
        if (forgotten)
        {
            _bookings.Clear();
        }

        return true;
    }

    private bool TryVoid(ReadOnlySpan<byte> payload)
    {
        if (!VoidPayload.TryReadShared(payload, out byte form, out BudgetHoldId id))
        {
            return false;
        }

        var key = new StepKey(id, WaitingStep.Release, default);
        if ((form & JournalForm.Intended) != 0)
        {
            _steps[key] = (_order++, payload.ToArray());
            return true;
        }

        _steps.Remove(key);
        if ((form & JournalForm.Withdrawn) == 0)
        {
            Leave(id, out _);
        }

        return true;
    }

    private bool TryStep(ReadOnlySpan<byte> payload, long sequence)
    {
        var reader = new JournalReader(payload);
        if (!StepPayload.TryReadHead(ref reader, out byte form, out StepKey key))
        {
            return false;
        }

        if ((form & JournalForm.Intended) != 0)
        {
            return TryIntend(key, payload.ToArray(), sequence);
        }

        IReadOnlyList<NodeBooking> bookings = (form & JournalForm.Withdrawn) != 0 ? [] : StepPayload.ReadBookings(ref reader);
        string replaced = StepPayload.ReadReplaced(ref reader);
        if (!reader.IsWhole)
        {
            return false;
        }

        _ = _steps.Remove(key, out (long Order, byte[] Payload) intended);
        Split(key, intended.Payload, isDone: (form & JournalForm.Withdrawn) == 0);
        if ((form & JournalForm.Withdrawn) != 0)
        {
            return true;
        }

        foreach (NodeBooking booking in bookings)
        {
            Add(booking);
        }

        bool isOwn = Leave(key.Id, out OpenHold own);
        if (intended.Payload is null)
        {
            Adjust(key.Id, bookings, replaced);
        }
        else if ((key.Verb == WaitingStep.Resolve || (key.Verb is WaitingStep.Settle or WaitingStep.Split && (!isOwn || replaced.Length > 0)))
            && StepPayload.ReadIntended(intended.Payload, scopes, _ => isOwn ? ReservePayload.ReadShared(own.Payload, scopes) : null) is { } step)
        {
            NodeAccount.Decide(step);
            Close(new NodeClosing(step.Hold, NodeText, replaced, ChangesOf(step.Hold, bookings)));
        }

        return true;
    }

    /// <summary>A closing counts otherwise than it did.</summary>
    private void Adjust(BudgetHoldId id, IReadOnlyList<NodeBooking> bookings, string replaced)
    {
        if (_closed.GetValueOrDefault(id) is { } closing)
        {
            _closed[id] = closing with { Replaced = replaced, Changes = [.. closing.Changes.Zip(ChangesOf(closing.Hold, bookings), static (one, other) => one + other)] };
        }
    }

    private static Int128[] ChangesOf(HoldRecord hold, IReadOnlyList<NodeBooking> bookings) =>
        [.. hold.Shares.Select(share => bookings.FirstOrDefault(one => one.Budget == share.Scope.SharedName && one.WindowStart == share.WindowStart).Committed)];

    private bool TryIntend(StepKey key, byte[] payload, long sequence)
    {
        if (StepPayload.ReadOpen(payload, sequence) is not { } opening)
        {
            return false;
        }

        foreach ((BudgetHoldId id, OpenHold hold) in opening.Where(one => !_closed.ContainsKey(one.Id)))
        {
            _opening[id] = hold;
        }

        _steps[key] = (_order++, payload);
        return true;
    }

    /// <summary>What a chunk leaves behind is open once the store has split it, but for what was closed before.</summary>
    private void Split(StepKey key, byte[]? intended, bool isDone)
    {
        if (key.Verb != WaitingStep.Split || intended is null)
        {
            return;
        }

        foreach ((BudgetHoldId id, _) in StepPayload.ReadOpen(intended, 0) ?? [])
        {
            if (_opening.Remove(id, out OpenHold hold) && isDone)
            {
                _open[id] = hold;
            }
        }
    }

    /// <summary>A hold is open no more, and will not be.</summary>
    private bool Leave(BudgetHoldId id, out OpenHold hold)
    {
        _opening.Remove(id);
        return _open.Remove(id, out hold);
    }
}
