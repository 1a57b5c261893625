using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// What a token of each kind costs for one card, context size and set of multipliers: whole numbers of 10⁻ˢ picos, where s is the least with which all of them are whole. For published prices it is 0.
/// </summary>
internal sealed class EffectivePrice
{
    /// <summary>10¹⁸ parts of a pico still leave room for 2⁵⁰ tokens of fifteen kinds.</summary>
    public const int MaxScale = 18;

    /// <summary>A rate that there is none of. A rate of 0 is one: what is free has a price.</summary>
    private const long Missing = -1;

    private const string HashFormat = "price/1";

    private readonly long[] _rates;

    public EffectivePrice(CompiledModel model, long[] rates, int scale, IEnumerable<MeterRate> fees)
    {
        Model = model.Id;
        Currency = model.Currency;
        Layer = model.Layer;
        Scale = scale;
        _rates = rates;
        var text = new StringBuilder(HashFormat).Append('|').Append(Currency.Code).Append('|').Append(scale.ToString(CultureInfo.InvariantCulture));
        foreach (long rate in rates)
        {
            text.Append(CultureInfo.InvariantCulture, $"|{rate}");
        }

        foreach (MeterRate fee in fees)
        {
            text.Append('|').Append(fee.Canonical);
        }

        Version = Hash(text.ToString());
    }

    public string Model { get; }

    public Currency Currency { get; }

    public PriceLayer Layer { get; }

    public int Scale { get; }

    public PriceVersion Version { get; }

    public ReadOnlySpan<long> Rates => _rates;

    public static long NoRate => Missing;

    public static PriceVersion Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        ulong value = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(hash);
        return new(value == 0 ? 1 : value);
    }

    /// <summary>The sum over all kinds; not when there are tokens of a kind that has no rate.</summary>
    public bool TryTotal(in TokenBuckets buckets, out Int128 parts)
    {
        parts = 0;
        ReadOnlySpan<long> counts = buckets;
        long[] rates = _rates;
        for (int kind = 0; kind < counts.Length && kind < rates.Length; kind++)
        {
            long count = counts[kind];
            if (count == 0)
            {
                continue;
            }

            long rate = rates[kind];
            if (rate < 0)
            {
                return false;
            }

            ulong high = Math.BigMul((ulong)rate, (ulong)count, out ulong low);
            parts += new Int128(high, low);
        }

        return true;
    }

    /// <summary>What so many tokens of a kind come to, where that is whole picos of 63 bits.</summary>
    public bool TryWholeAmount(int kind, long count, out long picos)
    {
        ulong high = Math.BigMul((ulong)_rates[kind], (ulong)count, out ulong low);
        picos = (long)low;
        return Scale == 0 && high == 0 && picos >= 0;
    }

    public TokenKind? MissingKind(in TokenBuckets buckets)
    {
        for (int kind = 0; kind < TokenKinds.Count; kind++)
        {
            if (buckets[kind] != 0 && _rates[kind] < 0)
            {
                return (TokenKind)kind;
            }
        }

        return null;
    }

    public ExactMoney Amount(Int128 parts) => ExactMoney.FromPicos(parts, Scale == 0 ? 1 : Fraction.PowerOfTen(Scale), Currency);

    /// <summary>The price of a million tokens in units: exact, since scale + 6 decimals are at most 24.</summary>
    public decimal PerMillion(int kind)
    {
        ulong rate = (ulong)_rates[kind];
        return new decimal((int)rate, (int)(rate >> 32), 0, isNegative: false, (byte)(Scale + 6));
    }
}
