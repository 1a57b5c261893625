namespace CodeGen.Runtime.Costs;

/// <summary>What a file of the outbox holds.</summary>
/// <param name="Message">The message, whose body is empty where the file is damaged; null where the file's name is none of ours.</param>
/// <param name="IsDead">Whether it is a dead letter.</param>
internal readonly record struct StoredAlert(AlertMessage? Message, bool IsDead);
