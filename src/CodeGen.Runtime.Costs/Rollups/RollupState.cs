namespace CodeGen.Runtime.Costs;

/// <summary>How far the sums of a database go, and of what. Immutable.</summary>
/// <param name="Node">Whose ledger.</param>
/// <param name="Next">The first record that is not in them.</param>
/// <param name="LastEvent">The event of the record before it, by which another ledger of the same node is told; nothing where it cannot be read.</param>
/// <param name="Zone">The zone of days and months.</param>
/// <param name="First">The first record that there was when they were begun; what was before it was deleted already.</param>
/// <param name="UnseenUntil">Until when what was deleted was taken, UTC ticks; 0 where nothing was.</param>
/// <param name="Unreadable">How many records could not be read.</param>
/// <param name="Floors">From where on each level has rows.</param>
/// <param name="Carried">The last record whose sums were taken over from those of deleted segments; 0 where none were.</param>
internal sealed record RollupState(Guid Node, long Next, Guid? LastEvent, string Zone, long First, long UnseenUntil, long Unreadable, RollupFloors Floors, long Carried = 0);
