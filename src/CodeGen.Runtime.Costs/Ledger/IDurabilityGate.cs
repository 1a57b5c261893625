namespace CodeGen.Runtime.Costs;

/// <summary>
/// A second place that must have a record before <see cref="ICostTracker.TrackDurableAsync"/> completes, for nodes whose ledger lies on a disk that does not outlive them. Registered as a service; without
/// one the node's disk is enough. Thread-safe.
/// </summary>
public interface IDurabilityGate
{
    /// <summary>Completes when the second place has all records up to one.</summary>
    /// <param name="sequence">The record's place in this node's ledger.</param>
    /// <exception cref="IOException">It did not confirm them in time. The ledger has the record.</exception>
    Task WaitAsync(long sequence);
}
