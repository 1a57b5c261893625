namespace CodeGen.Runtime.Costs;

/// <summary>To which epoch of the shared store this node belongs.</summary>
/// <param name="Epoch">Its random name; empty before the first.</param>
/// <param name="Generation">Its number, higher than that of the epoch before.</param>
internal sealed record Membership(string Epoch, long Generation)
{
    public static Membership None { get; } = new(string.Empty, 0);
}
