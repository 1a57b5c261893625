namespace CodeGen.Runtime.Costs;

/// <summary>
/// What this node itself has booked in shared budgets, and which holds it has open: from the accounts of all nodes the sums can be made again when the shared store has lost some. Thread-safe.
/// </summary>
/// <remarks>It is told of each step after the store has confirmed it, and of no other.</remarks>
internal sealed class NodeAccount(INodeJournal? journal = null)
{
    /// <summary>So many windows of a budget are kept, as many as the store keeps.</summary>
    private const int KeptWindows = 256;

    /// <summary>So many closings of other nodes' holds are kept.</summary>
    private const int KeptClosed = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SortedList<long, Int128>> _booked = new(StringComparer.Ordinal);
    private readonly Dictionary<BudgetHoldId, HoldRecord> _open = [];
    private readonly Queue<HoldRecord> _closed = [];
    private readonly HashSet<BudgetHoldId> _resolved = [];
    private readonly Queue<BudgetHoldId> _resolvedOrder = new();

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
    public void Reserved(HoldRecord hold)
    {
        lock (_lock)
        {
            if (hold.HasLeft)
            {
                return;
            }

            _open[hold.Id] = hold;
            journal?.Reserved(hold);
        }
    }

    /// <summary>This node has closed a hold, its own or another's, or charged without one.</summary>
    /// <param name="hold">The hold.</param>
    /// <param name="changes">By how much the sum of each share's window changed, in picos.</param>
    public void Booked(HoldRecord hold, ReadOnlySpan<Int128> changes)
    {
        lock (_lock)
        {
            // A resolution that waits and one that was made anew from the store's list are the same.
            if (hold.State == HoldState.Resolved && !TryResolve_NeedsLock(hold.Id))
            {
                return;
            }

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

            journal?.Booked(hold, bookings);
            hold.HasLeft = true;

            if (!_open.Remove(hold.Id) && hold.State == HoldState.Resolved)
            {
                _closed.Enqueue(hold);
                if (_closed.Count > KeptClosed)
                {
                    _closed.Dequeue();
                }
            }
        }
    }

    /// <summary>A hold is given back.</summary>
    public void Released(HoldRecord hold)
    {
        lock (_lock)
        {
            hold.HasLeft = true;
            _open.Remove(hold.Id);
            journal?.Released(hold);
        }
    }

    /// <summary>Takes over what an earlier process of this node had booked.</summary>
    public void Restore(IEnumerable<NodeBooking> bookings, IEnumerable<HoldRecord> open)
    {
        lock (_lock)
        {
            foreach (NodeBooking booking in bookings)
            {
                Add_NeedsLock(booking);
            }

            foreach (HoldRecord hold in open)
            {
                _open[hold.Id] = hold;
            }
        }
    }

    /// <summary>What was booked is somebody else's account from now on: the other nodes had given this one up.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _booked.Clear();
            journal?.Forgotten();
        }
    }

    /// <summary>What was booked, by budget and window.</summary>
    public IReadOnlyList<NodeBooking> Snapshot()
    {
        lock (_lock)
        {
            return [.. _booked.SelectMany(static budget => budget.Value.Select(window => new NodeBooking(budget.Key, window.Key, window.Value)))];
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

    /// <summary>The holds of other nodes that this one resolved.</summary>
    public IReadOnlyList<HoldRecord> Resolved()
    {
        lock (_lock)
        {
            return [.. _closed];
        }
    }

    private bool TryResolve_NeedsLock(BudgetHoldId id)
    {
        if (!_resolved.Add(id))
        {
            return false;
        }

        _resolvedOrder.Enqueue(id);
        if (_resolvedOrder.Count > KeptClosed)
        {
            _resolved.Remove(_resolvedOrder.Dequeue());
        }

        return true;
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
