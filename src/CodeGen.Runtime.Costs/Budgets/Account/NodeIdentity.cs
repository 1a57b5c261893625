namespace CodeGen.Runtime.Costs;

/// <summary>Who a node is among those that share budgets, and what it knows of them.</summary>
/// <param name="Node">Its number.</param>
/// <param name="Membership">The epoch that it last belonged to.</param>
/// <param name="Known">The others, as it last saw them.</param>
internal sealed record NodeIdentity(ulong Node, Membership Membership, IReadOnlyList<string> Known);
