namespace CodeGen.Runtime.Costs;

/// <summary>How far a node's ledger has arrived. Immutable, thread-safe.</summary>
/// <param name="Node">Whose ledger.</param>
/// <param name="Host">The name of the machine that fed last.</param>
/// <param name="LastSequence">The place up to which all of it is here.</param>
/// <param name="LogSequence">Where the ledger ended when the node last said so.</param>
/// <param name="Records">How many records are booked.</param>
/// <param name="Duplicates">How many were booked through another node.</param>
/// <param name="Conflicts">How many have an id that belongs to another event.</param>
/// <param name="Problems">How many places could not be read.</param>
/// <param name="SeenAt">When the node last said so, by the server's clock.</param>
/// <param name="SinceSeen">How long ago that was. A node that lives is seen every 30 seconds.</param>
public sealed record PostgreSqlNode(
    Guid Node, string Host, long LastSequence, long LogSequence, long Records, long Duplicates, long Conflicts, long Problems, DateTimeOffset SeenAt, TimeSpan SinceSeen)
{
    /// <summary>How many places of the ledger were not here when the node was last seen.</summary>
    public long Lag => Math.Max(0, LogSequence - LastSequence);
}
