namespace CodeGen.Runtime.Costs;

/// <summary>What a request costs of which no price is known. It is never 0.</summary>
public enum UnknownModelPolicy
{
    /// <summary>Nothing that is known: the result is <see cref="PriceStatus.Unpriced"/>. For calls that were made already.</summary>
    Unpriced,

    /// <summary>What <see cref="PriceBookOptions.CeilingModel"/> would have cost; unpriced where that has no price either.</summary>
    Ceiling,

    /// <summary>An <see cref="UnknownPriceException"/>. For calls that are yet to be made.</summary>
    Reject,
}
