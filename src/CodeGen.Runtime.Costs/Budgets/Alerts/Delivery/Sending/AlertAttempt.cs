using System.Diagnostics.CodeAnalysis;

namespace CodeGen.Runtime.Costs;

/// <summary>What became of one attempt.</summary>
/// <param name="Failure">Why it failed, in a word without anything of the URL or of the answer; null where the receiver took it.</param>
/// <param name="RetryAfter">How long the receiver asks to be left alone.</param>
/// <param name="IsFinal">Whether the receiver says that it will never take anything again.</param>
internal readonly record struct AlertAttempt(string? Failure = null, TimeSpan RetryAfter = default, bool IsFinal = false)
{
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsDelivered => Failure is null;
}
