namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>A set, removal or invalidation under way or done.</summary>
/// <param name="Node">Where.</param>
/// <param name="Keys">Which keys it concerns.</param>
/// <param name="Moment">When it was asked for.</param>
internal sealed record ModelWrite(ModelNode Node, int[] Keys, long Moment)
{
    public required Task Task { get; init; }
}
