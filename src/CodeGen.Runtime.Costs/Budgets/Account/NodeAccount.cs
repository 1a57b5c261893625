namespace CodeGen.Runtime.Costs;

/// <summary>
/// What this node itself has booked in shared budgets, and which holds it has open: from the accounts of all nodes the sums can be made again when the shared store has lost some. Thread-safe.
/// </summary>
/// <remarks>It is told of each step after the store has confirmed it, and, where there is a journal, before the store is asked as well.</remarks>
internal sealed class NodeAccount(INodeJournal? journal = null)
{
    /// <summary>So many windows of a budget are kept, as many as the store keeps.</summary>
    private const int KeptWindows = 256;

    /// <summary>So many holds are kept of which somebody else may speak too.</summary>
    private const int KeptClosed = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SortedList<long, Int128>> _booked = new(StringComparer.Ordinal);
    private readonly Dictionary<BudgetHoldId, HoldRecord> _open = [];
    private readonly Dictionary<BudgetHoldId, NodeClosing> _closed = [];
    private readonly Queue<BudgetHoldId> _closedInOrder = [];
    private readonly Dictionary<StepKey, (long Order, WaitingStep Step)> _intended = [];
    private long _order;

    /// <summary>Whether it outlives the process.</summary>
    public bool IsKept => journal is not null;

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _booked.Count == 0 && _open.Count == 0 && _closed.Count == 0;
            }
        }
    }

    /// <summary>A hold of this node is in the store.</summary>
    /// <exception cref="LedgerUnavailableException">It could not be written down; then it is not in the account.</exception>
    public void Reserved(HoldRecord hold)
    {
        lock (_lock)
        {
            if (IsOver_NeedsLock(hold))
            {
                return;
            }

            journal?.Reserved(hold);
            _open[hold.Id] = hold;
        }
    }

    /// <summary>The store is about to be told of a step.</summary>
    /// <exception cref="LedgerUnavailableException">It could not be written down; then it must not be done.</exception>
    public void Intend(WaitingStep step)
    {
        if (journal is null)
        {
            return;
        }

        lock (_lock)
        {
            StepKey key = StepKey.Of(step);
            if (!_intended.ContainsKey(key))
            {
                journal.Intended(step, _open.ContainsKey(step.Hold.Id));
                _intended[key] = (_order++, step);
            }
        }
    }

    /// <summary>The store has answered a step for good; where it has not done it, nobody has to ask again.</summary>
    public void End(WaitingStep step)
    {
        if (journal is null)
        {
            return;
        }

        lock (_lock)
        {
            End_NeedsLock(step);
        }
    }

    /// <summary>This node has closed a hold, its own or another's, or charged without one.</summary>
    /// <param name="step">What it did.</param>
    /// <param name="changes">By how much the sum of each share's window changed, in picos.</param>
    /// <param name="by">The name of this node.</param>
    /// <param name="replaced">As <see cref="NodeClosing.Replaced"/>.</param>
    public void Booked(WaitingStep step, ReadOnlySpan<Int128> changes, string by = "", string replaced = "")
    {
        HoldRecord hold = step.Hold;
        lock (_lock)
        {
            // A resolution that waits and one that was made anew from the store's list are the same.
            if (step.Verb == WaitingStep.Resolve && _closed.GetValueOrDefault(hold.Id) is { IsResolution: true })
            {
                End_NeedsLock(step);
                return;
            }

            List<NodeBooking> bookings = Add_NeedsLock(hold, changes);
            _intended.Remove(StepKey.Of(step));
            journal?.Booked(step, bookings, replaced);
            hold.HasLeft = true;

            // Whatever ends in between, nothing that is held is missing from the account.
            foreach (HoldRecord open in step.Open.Where(open => !IsOver_NeedsLock(open)))
            {
                _open[open.Id] = open;
            }

            bool isOwn = _open.Remove(hold.Id);
            if (step.Verb == WaitingStep.Resolve || (step.Verb is WaitingStep.Settle or WaitingStep.Split && (!isOwn || replaced.Length > 0)))
            {
                AddClosed_NeedsLock(new NodeClosing(hold, by, replaced, [.. changes]).After(_closed.GetValueOrDefault(hold.Id)));
            }
        }
    }

    /// <summary>Makes the account have for a closing what it has to, now that the store has told who else has closed the hold.</summary>
    /// <param name="closing">The closing.</param>
    /// <param name="due">What it has to have for each share, in picos.</param>
    /// <param name="replaced">As <see cref="NodeClosing.Replaced"/>.</param>
    /// <returns>Whether it had something else.</returns>
    public bool Adjust(NodeClosing closing, Int128[] due, string replaced)
    {
        lock (_lock)
        {
            if (_closed.GetValueOrDefault(closing.Id) != closing || (closing.Changes.AsSpan().SequenceEqual(due) && closing.Replaced == replaced))
            {
                return false;
            }

            List<NodeBooking> bookings = Add_NeedsLock(closing.Hold, [.. due.Zip(closing.Changes, static (to, from) => to - from)]);
            journal?.Booked(new WaitingStep(closing.IsResolution ? WaitingStep.Resolve : WaitingStep.Settle, closing.Hold, new BookedAmounts(closing.Hold.Actual), 0), bookings, replaced);
            _closed[closing.Id] = closing with { Changes = due, Replaced = replaced };
            return bookings.Count > 0;
        }
    }

    /// <summary>A hold is open no more, and this node has booked nothing for it: it was given back, or somebody else has closed it.</summary>
    public void Released(HoldRecord hold)
    {
        lock (_lock)
        {
            hold.HasLeft = true;
            bool isIntended = _intended.Remove(new StepKey(hold.Id, WaitingStep.Release, default));
            if (_open.Remove(hold.Id) || isIntended || IsInSplit_NeedsLock(hold.Id))
            {
                journal?.Released(hold);
            }
        }
    }

    /// <summary>Takes over what an earlier process of this node had booked.</summary>
    public void Restore(NodeImage image)
    {
        lock (_lock)
        {
            foreach (NodeBooking booking in image.Bookings)
            {
                Add_NeedsLock(booking);
            }

            foreach (HoldRecord hold in image.Open)
            {
                _open[hold.Id] = hold;
            }

            foreach (NodeClosing closing in image.Closed)
            {
                AddClosed_NeedsLock(closing);
            }

            foreach (WaitingStep step in image.Steps)
            {
                _intended[StepKey.Of(step)] = (_order++, step);
            }
        }
    }

    /// <summary>Makes the account what the store has, which has lost nothing: the journal has lost its newest records with the power of its machine.</summary>
    /// <param name="part">All that the store has of this node.</param>
    /// <returns>In how many windows they differed.</returns>
    public int Correct(IReadOnlyList<NodeBooking> part)
    {
        lock (_lock)
        {
            List<NodeBooking> changes = Differences_NeedsLock(part);
            foreach (NodeBooking change in changes)
            {
                Add_NeedsLock(change);
            }

            if (changes.Count > 0)
            {
                journal?.Corrected(changes);
            }

            return changes.Count;
        }
    }

    /// <summary>By how much what the store has of this node is more than what is in the account, where it is another amount.</summary>
    public IReadOnlyList<NodeBooking> Differences(IReadOnlyList<NodeBooking> part)
    {
        lock (_lock)
        {
            return Differences_NeedsLock(part);
        }
    }

    /// <summary>Who this node is from now on.</summary>
    /// <param name="identity">Its number, epoch and the nodes that it knows.</param>
    /// <param name="forget">What was booked is somebody else's account from now on: the other nodes had given this one up.</param>
    /// <exception cref="LedgerUnavailableException">It could not be written down.</exception>
    public void Join(NodeIdentity identity, bool forget = false)
    {
        lock (_lock)
        {
            journal?.Joined(identity, forget);
            if (forget)
            {
                _booked.Clear();
            }
        }
    }

    /// <summary>Gives the journal all there is, so that the next start need not read what was recorded before.</summary>
    /// <param name="identity">Who this node is.</param>
    /// <param name="past">What others had booked.</param>
    /// <returns>Whether it is kept; also where there is no journal, false.</returns>
    public async Task<bool> SaveAsync(NodeIdentity identity, RememberedPast past) => journal is not null && await journal.SaveAsync(() =>
    {
        lock (_lock)
        {
            WaitingStep[] steps = [.. _intended.Values.OrderBy(static one => one.Order).Select(static one => one.Step)];
            return (new NodeImage(identity, past, Snapshot_NeedsLock(), [.. _open.Values], Closed_NeedsLock(), steps), journal.LastSequence);
        }
    }).ConfigureAwait(false);

    /// <summary>What was booked, by budget and window.</summary>
    public IReadOnlyList<NodeBooking> Snapshot()
    {
        lock (_lock)
        {
            return Snapshot_NeedsLock();
        }
    }

    /// <summary>The holds that this node has open, also those whose lease has ended.</summary>
    public IReadOnlyList<HoldRecord> OpenHolds()
    {
        lock (_lock)
        {
            return [.. _open.Values];
        }
    }

    /// <summary>The holds that this node closed and of which somebody else may speak too.</summary>
    public IReadOnlyList<NodeClosing> Closed()
    {
        lock (_lock)
        {
            return Closed_NeedsLock();
        }
    }

    /// <summary>Whether this node has closed a hold of which somebody else may speak too.</summary>
    public bool HasClosed(BudgetHoldId id)
    {
        lock (_lock)
        {
            return _closed.ContainsKey(id);
        }
    }

    /// <summary>Writes what a step did into its hold.</summary>
    public static void Decide(WaitingStep step)
    {
        HoldRecord hold = step.Hold;
        for (int i = 0; i < hold.Shares.Length; i++)
        {
            hold.Shares[i].Booked = step.Amounts[i];
        }

        hold.Actual = step.Amounts.Actual;
        hold.State = step.Verb == WaitingStep.Resolve ? HoldState.Resolved : HoldState.Settled;
    }

    private void End_NeedsLock(WaitingStep step)
    {
        if (_intended.Remove(StepKey.Of(step)))
        {
            journal?.Withdrawn(step);
        }
    }

    /// <summary>Whether a hold is closed already: whoever tells of it after that comes too late.</summary>
    private bool IsOver_NeedsLock(HoldRecord hold) => hold.HasLeft || _closed.ContainsKey(hold.Id);

    /// <summary>Whether a chunk that is about to be split makes a hold of it.</summary>
    private bool IsInSplit_NeedsLock(BudgetHoldId id) => _intended.Values.Any(one => one.Step.Open.Any(open => open.Id == id));

    private NodeBooking[] Snapshot_NeedsLock() =>
        [.. _booked.SelectMany(static budget => budget.Value.Select(window => new NodeBooking(budget.Key, window.Key, window.Value)))];

    private List<NodeBooking> Differences_NeedsLock(IReadOnlyList<NodeBooking> part)
    {
        var has = part.ToDictionary(static one => (one.Budget, one.WindowStart), static one => one.Committed);
        foreach (NodeBooking own in Snapshot_NeedsLock())
        {
            has[(own.Budget, own.WindowStart)] = has.GetValueOrDefault((own.Budget, own.WindowStart)) - own.Committed;
        }

        return [.. has.Where(one => one.Value != 0 && !IsForgotten_NeedsLock(one.Key.Budget, one.Key.WindowStart)).Select(static one => new NodeBooking(one.Key.Budget, one.Key.WindowStart, one.Value))];
    }

    /// <summary>Whether a window is so old that the account has none of it any more.</summary>
    private bool IsForgotten_NeedsLock(string budget, long start) => _booked.TryGetValue(budget, out SortedList<long, Int128>? windows) && windows.Count >= KeptWindows && start < windows.Keys[0];

    private void AddClosed_NeedsLock(NodeClosing closing)
    {
        if (!_closed.ContainsKey(closing.Id))
        {
            _closedInOrder.Enqueue(closing.Id);
        }

        _closed[closing.Id] = closing;
        if (_closed.Count > KeptClosed)
        {
            _closed.Remove(_closedInOrder.Dequeue());
        }
    }

    private NodeClosing[] Closed_NeedsLock() => [.. _closedInOrder.Select(id => _closed[id])];

    /// <summary>Adds what a hold changes, and tells where that is something.</summary>
    private List<NodeBooking> Add_NeedsLock(HoldRecord hold, ReadOnlySpan<Int128> changes)
    {
        var bookings = new List<NodeBooking>(changes.Length);
        for (int i = 0; i < changes.Length; i++)
        {
            if (hold.Shares[i].WindowId is not null && changes[i] != 0)
            {
                var booking = new NodeBooking(hold.Shares[i].Scope.SharedName, hold.Shares[i].WindowStart, changes[i]);
                Add_NeedsLock(booking);
                bookings.Add(booking);
            }
        }

        return bookings;
    }

    private void Add_NeedsLock(NodeBooking booking)
    {
        if (!_booked.TryGetValue(booking.Budget, out SortedList<long, Int128>? windows))
        {
            _booked[booking.Budget] = windows = [];
        }

        windows[booking.WindowStart] = windows.GetValueOrDefault(booking.WindowStart) + booking.Committed;
        if (windows.Count > KeptWindows)
        {
            windows.RemoveAt(0);
        }
    }
}
