namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>A read under way or done.</summary>
/// <param name="Node">Where.</param>
/// <param name="Key">Of which key.</param>
/// <param name="Required">The moment after which the value must have begun, as it was when the read was asked.</param>
/// <param name="What">For the report.</param>
internal sealed record ModelRead(ModelNode Node, int Key, long Required, string What)
{
    public CancellationTokenSource Leave { get; init; } = new();

    public required Task<string?> Task { get; init; }
}
