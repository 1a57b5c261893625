using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Names a price by what it is: a hash of its currency, rates and fees, so that the same price has the same version in every process and another price another one. An immutable value; thread-safe.
/// </summary>
/// <param name="Value">The first 8 bytes of a SHA-256; 0 where there is no price.</param>
public readonly record struct PriceVersion(ulong Value)
{
    /// <summary>The version of no price.</summary>
    public static PriceVersion None => default;

    /// <summary>16 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
