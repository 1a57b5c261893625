using System.Diagnostics.CodeAnalysis;

namespace CodeGen.Runtime.Costs;

/// <summary>A currency by its ISO 4217 code. An immutable value; thread-safe. The default value is <see cref="None"/>.</summary>
/// <remarks>Any three upper-case letters are a code: which of them exist is the host's concern, and a list would be out of date.</remarks>
public readonly struct Currency : IEquatable<Currency>
{
    private const int Length = 3;

    // Three letters in the low 24 bits; 0 is None.
    private readonly uint _letters;

    private Currency(uint letters) => _letters = letters;

    /// <summary>No currency: that of a zero that nobody has named one for. Its code is <c>XXX</c>, as ISO 4217 has it.</summary>
    public static Currency None => default;

    /// <summary>United States dollar.</summary>
    public static Currency Usd { get; } = Parse("USD");

    /// <summary>Renminbi yuan.</summary>
    public static Currency Cny { get; } = Parse("CNY");

    /// <summary>Euro.</summary>
    public static Currency Eur { get; } = Parse("EUR");

    /// <summary>The code: three letters, upper case.</summary>
    public string Code => this == None ? "XXX" : new string([(char)(_letters >> 16), (char)((_letters >> 8) & 0xFF), (char)(_letters & 0xFF)]);

    /// <summary>The code in the low 24 bits, its first letter highest; 0 is <see cref="None"/>. Formats of files hold it.</summary>
    internal uint Letters => _letters;

    /// <summary>Whether two currencies are the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Currency left, Currency right) => left._letters == right._letters;

    /// <summary>Whether two currencies differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Currency left, Currency right) => left._letters != right._letters;

    /// <summary>Reads a code of three letters in any case.</summary>
    /// <param name="code">The code.</param>
    /// <exception cref="FormatException">It is something else.</exception>
    public static Currency Parse(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return TryParse(code, out Currency currency)
            ? currency
            : throw new FormatException($"'{(code.Length > 16 ? code[..16] + "…" : code)}' is not a currency. Write its ISO 4217 code, such as USD.");
    }

    /// <summary>Reads a code of three letters in any case.</summary>
    /// <param name="code">The code.</param>
    /// <param name="currency">The currency, or <see cref="None"/>.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? code, out Currency currency)
    {
        currency = None;
        if (code is not { Length: Length })
        {
            return false;
        }

        uint letters = 0;
        foreach (char c in code)
        {
            if (!char.IsAsciiLetter(c))
            {
                return false;
            }

            letters = (letters << 8) | char.ToUpperInvariant(c);
        }

        currency = code.Equals("XXX", StringComparison.OrdinalIgnoreCase) ? None : new Currency(letters);
        return true;
    }

    /// <summary>Reads what <see cref="Letters"/> gives.</summary>
    internal static bool TryFromLetters(uint letters, out Currency currency)
    {
        currency = new Currency(letters);
        return letters == 0
            || (letters >> 24 == 0 && char.IsAsciiLetterUpper((char)(letters >> 16)) && char.IsAsciiLetterUpper((char)((letters >> 8) & 0xFF)) && char.IsAsciiLetterUpper((char)(letters & 0xFF)));
    }

    /// <inheritdoc/>
    public bool Equals(Currency other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Currency other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => (int)_letters;

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
