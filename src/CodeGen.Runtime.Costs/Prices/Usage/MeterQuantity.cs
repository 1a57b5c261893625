namespace CodeGen.Runtime.Costs;

/// <summary>
/// How much of something was used, without rounding: a number of what the meter counts, a duration, or tokens held for a duration. An immutable value; thread-safe. The default value is none of anything.
/// </summary>
public readonly record struct MeterQuantity
{
    /// <summary>A number may have so many decimals.</summary>
    public const int MaxDecimals = 9;

    private static readonly Int128 s_most = Fraction.PowerOfTen(24);

    // One less than the denominator, so that the default value is 0/1.
    private readonly Int128 _below;

    private MeterQuantity(Int128 numerator, Int128 denominator, MeterDimension dimension)
    {
        Numerator = numerator;
        _below = denominator - 1;
        Dimension = dimension;
    }

    /// <summary>The default value is of any dimension.</summary>
    internal MeterDimension Dimension { get; }

    internal Int128 Numerator { get; }

    internal Int128 Denominator => _below + 1;

    /// <summary>In what it is counted where no price says so.</summary>
    internal string Unit => Dimension switch
    {
        MeterDimension.Seconds => "second",
        MeterDimension.TokenHours => "tokenHour",
        _ => "unit",
    };

    /// <summary>A number of what the meter counts: calls, gigabytes, or its unit of time.</summary>
    /// <param name="quantity">How many; 0 or more, with at most <see cref="MaxDecimals"/> decimals.</param>
    public static implicit operator MeterQuantity(decimal quantity) => Of(quantity);

    /// <summary>A number of what the meter counts.</summary>
    /// <param name="quantity">How many; 0 or more.</param>
    public static implicit operator MeterQuantity(long quantity) => Of(quantity);

    /// <summary>A duration, for what is priced by the second, minute or hour.</summary>
    /// <param name="duration">How long; 0 or more.</param>
    public static implicit operator MeterQuantity(TimeSpan duration) => Of(duration);

    /// <summary>A number of what the meter counts: calls, gigabytes, or its unit of time.</summary>
    /// <param name="quantity">How many; 0 to 10¹⁵, with at most <see cref="MaxDecimals"/> decimals.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is something else.</exception>
    public static MeterQuantity Of(decimal quantity)
    {
        (Int128 mantissa, int scale) = Fraction.Parts(quantity);
        return mantissa >= 0 && scale <= MaxDecimals && quantity <= 1e15m
            ? new(mantissa, Fraction.PowerOfTen(scale), MeterDimension.Count)
            : throw new ArgumentOutOfRangeException(nameof(quantity), quantity, $"A quantity is from 0 to 10^15 and has at most {MaxDecimals} decimals. Round it, or count in a smaller unit.");
    }

    /// <summary>A duration, for what is priced by the second, minute or hour: exact to 100 ns.</summary>
    /// <param name="duration">How long; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static MeterQuantity Of(TimeSpan duration) => duration >= TimeSpan.Zero
        ? new(duration.Ticks, TimeSpan.TicksPerSecond, MeterDimension.Seconds)
        : throw new ArgumentOutOfRangeException(nameof(duration), duration, "A duration is 0 or more. Look at the clocks it was taken from.");

    /// <summary>Takes what a record kept.</summary>
    internal static bool TryRead(Int128 numerator, Int128 denominator, byte dimension, out MeterQuantity quantity)
    {
        bool isOne = numerator >= 0 && denominator >= 1 && dimension <= (byte)MeterDimension.TokenHours;
        quantity = isOne ? new(numerator, denominator, (MeterDimension)dimension) : default;
        return isOne;
    }

    /// <summary>The sum of two quantities of one dimension.</summary>
    internal MeterQuantity Plus(MeterQuantity other)
    {
        if (Dimension == MeterDimension.Any || other.Dimension == MeterDimension.Any)
        {
            return Dimension == MeterDimension.Any ? other : this;
        }

        Int128 common = Fraction.CommonDivisor(Denominator, other.Denominator);
        return new(checked((Numerator * (other.Denominator / common)) + (other.Numerator * (Denominator / common))), checked(Denominator / common * other.Denominator), Dimension);
    }

    /// <summary>Tokens held for a duration, for what is priced by the token-hour, such as the storage of a prompt cache.</summary>
    /// <param name="tokens">How many tokens; 0 to <see cref="ModelUsage.MaxTokens"/>.</param>
    /// <param name="held">How long; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range, or the product above 10²⁴ tokens times 100 ns.</exception>
    public static MeterQuantity TokenHours(long tokens, TimeSpan held)
    {
        if (tokens is < 0 or > ModelUsage.MaxTokens)
        {
            throw new ArgumentOutOfRangeException(nameof(tokens), tokens, $"Tokens are from 0 to {ModelUsage.MaxTokens}.");
        }

        Int128 product = (Int128)tokens * held.Ticks;
        return held >= TimeSpan.Zero && product <= s_most
            ? new(product, TimeSpan.TicksPerHour, MeterDimension.TokenHours)
            : throw new ArgumentOutOfRangeException(nameof(held), held, "Tokens are held for 0 or more, and so many tokens not for so long. Look at the clocks it was taken from.");
    }
}
