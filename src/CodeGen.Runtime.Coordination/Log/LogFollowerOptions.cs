namespace CodeGen.Runtime.Coordination;

/// <summary>What a room asks of its follower.</summary>
/// <param name="Coordination">The host's settings.</param>
/// <param name="ShortRetention">How long short-lived members are kept in the log at least.</param>
/// <param name="LongRetention">How long all other members are kept at least.</param>
/// <param name="UseOutbox">Whether appends that fail wait for the server instead of throwing.</param>
/// <param name="Recover">Whether the records of an epoch are carried over a fail-over instead of forgetting all its values.</param>
/// <param name="ClearMember">The member that concerns everything; an overflowing outbox shrinks to it.</param>
internal sealed record LogFollowerOptions(
    CoordinationOptions Coordination,
    TimeSpan ShortRetention,
    TimeSpan LongRetention,
    bool UseOutbox,
    bool Recover,
    string ClearMember);
