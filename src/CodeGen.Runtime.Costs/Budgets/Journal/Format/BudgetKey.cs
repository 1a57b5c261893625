using System.Buffers.Binary;
using System.Text;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// How the journal names a budget: name, currency and four bytes of checksum over its scope and period. A budget of the same name that counts something else, or in other windows, is another one,
/// and sums of the one say nothing of the other; limit, alerts and mode may change.
/// </summary>
internal static class BudgetKey
{
    private const int CurrencyBytes = 3;
    private const int MarkBytes = sizeof(uint);
    private const int MostOfName = 64;

    /// <summary>The most that a key takes.</summary>
    public const int Most = 1 + MostOfName + CurrencyBytes + MarkBytes;

    public static byte[] Of(BudgetDefinition definition)
    {
        // The texts of periods and zones are part of the format: a test holds them fast.
        var counted = new StringBuilder($"{definition.Period}");
        foreach ((string dimension, string value) in definition.Scope)
        {
            counted.Append('\n').Append(dimension).Append('=').Append(value);
        }

        byte[] key = new byte[1 + definition.Name.Length + CurrencyBytes + MarkBytes];
        var writer = new PayloadWriter(key);
        writer.Text(definition.Name);
        writer.Currency(definition.Limit.Currency);
        BinaryPrimitives.WriteUInt32LittleEndian(key.AsSpan(writer.Length), Crc32C.Of(Encoding.UTF8.GetBytes(counted.ToString())));
        return key;
    }

    /// <summary>The checksum, as a quick way to tell most keys apart.</summary>
    public static uint MarkOf(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadUInt32LittleEndian(key[^MarkBytes..]);

    public static ReadOnlySpan<byte> Read(ref JournalReader reader)
    {
        int length = reader.Peek();
        ReadOnlySpan<byte> key = reader.Bytes(1 + length + CurrencyBytes + MarkBytes);
        if (reader.IsDamaged || !IsName(key.Slice(1, length)) || !TryCurrency(key, out _))
        {
            reader.Damage();
            return default;
        }

        return key;
    }

    public static string NameOf(ReadOnlySpan<byte> key) => Encoding.ASCII.GetString(key.Slice(1, key[0]));

    public static bool TryCurrency(ReadOnlySpan<byte> key, out Currency currency)
    {
        ReadOnlySpan<byte> letters = key.Slice(1 + key[0], CurrencyBytes);
        return Currency.TryFromLetters((uint)((letters[0] << 16) | (letters[1] << 8) | letters[2]), out currency);
    }

    private static bool IsName(ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[MostOfName];
        return name.Length <= MostOfName && AttributionText.IsTagName(text[..Encoding.Latin1.GetChars(name, text)]);
    }
}
