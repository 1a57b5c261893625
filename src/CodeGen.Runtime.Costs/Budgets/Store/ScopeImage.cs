namespace CodeGen.Runtime.Costs;

/// <summary>What a snapshot has of one budget. To be written under the store's lock.</summary>
/// <param name="Key">The budget.</param>
/// <param name="Alerted">The share at which its last alert was raised, in millionths.</param>
/// <param name="Windows">Its windows, by start.</param>
internal readonly record struct ScopeImage(byte[] Key, int Alerted, WindowCounters[] Windows);
