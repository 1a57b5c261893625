namespace CodeGen.Runtime.Costs;

/// <summary>
/// Holds that were indeterminate and of which somebody has said since what they came to: a settlement that comes later still, by id, finds what it replaces, and the same one again finds itself.
/// The last 4,096. Guarded by the store's lock.
/// </summary>
internal sealed class DecidedHolds
{
    private const int Kept = 4_096;

    private readonly Dictionary<BudgetHoldId, HoldRecord> _holds = [];
    private readonly Queue<BudgetHoldId> _order = new();

    public int Count => _order.Count;

    /// <summary>All, the longest known first.</summary>
    public IEnumerable<HoldRecord> All => _order.Select(id => _holds[id]);

    public HoldRecord? Find(BudgetHoldId id) => _holds.GetValueOrDefault(id);

    public void Add(HoldRecord hold)
    {
        if (!_holds.TryAdd(hold.Id, hold))
        {
            return;
        }

        _order.Enqueue(hold.Id);
        if (_order.Count > Kept)
        {
            _holds.Remove(_order.Dequeue());
        }
    }
}
