namespace CodeGen.Runtime.Costs;

/// <summary>A billing account or a sub-account. Immutable; thread-safe.</summary>
/// <param name="Id">Its identifier, unique within the provider: <c>BillingAccountId</c> or <c>SubAccountId</c>.</param>
/// <param name="Name">The name shown to people.</param>
/// <param name="Type">What kind of account it is, in words for people, always the same ones: <c>Team</c>, <c>Project</c>.</param>
public sealed record FocusAccount(string Id, string Name, string Type);
