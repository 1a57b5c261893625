namespace CodeGen.Runtime.Costs;

/// <summary>How the delivery of alerts to one destination stands. Immutable; thread-safe.</summary>
/// <param name="Name">The destination's name.</param>
/// <param name="Host">The host of its URL; the rest may be a secret.</param>
/// <param name="Pending">How many alerts wait.</param>
/// <param name="Dead">How many dead letters are kept.</param>
/// <param name="NextAttempt">Since the last attempt failed: when the next one is made. Null where none failed or none waits.</param>
/// <param name="LastFailure">Why the last attempt failed, such as <c>503</c>, <c>timeout</c> or <c>ConnectionError</c>. Null where it did not.</param>
public sealed record AlertDestinationStatus(string Name, string Host, int Pending, int Dead, DateTimeOffset? NextAttempt, string? LastFailure);
