namespace CodeGen.Runtime.Costs;

/// <summary>
/// Numbers of variable length as <see cref="PayloadWriter"/> writes them, seven bits a byte and the lowest first. The one place that reads them; what becomes of bytes that are no number is for
/// <see cref="PayloadReader"/> and <see cref="JournalReader"/> to say.
/// </summary>
internal static class FoldedNumber
{
    /// <summary>What <see cref="Read"/> gives where the bytes end before the number does.</summary>
    public const int EndsEarly = -1;

    /// <summary>What <see cref="Read"/> gives where the number has more bytes than it may have, or more than 128 bits.</summary>
    public const int TooLong = 0;

    /// <summary>Reads the number that the bytes begin with.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="most">How many of them it may take.</param>
    /// <param name="value">The number; 0 where there is none.</param>
    /// <returns>How many bytes it takes, or <see cref="EndsEarly"/> or <see cref="TooLong"/>.</returns>
    public static int Read(ReadOnlySpan<byte> bytes, int most, out UInt128 value)
    {
        ulong low = 0;
        for (int i = 0; i < Math.Min(bytes.Length, Math.Min(most, 9)); i++)
        {
            // Nine bytes are 63 bits, which nearly all numbers fit.
            low |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                value = low;
                return i + 1;
            }
        }

        value = low;
        for (int i = 9; i < Math.Min(bytes.Length, most); i++)
        {
            UInt128 bits = (UInt128)(uint)(bytes[i] & 0x7F);
            if (7 * i >= 128 || (bits << (7 * i)) >> (7 * i) != bits)
            {
                value = 0;
                return TooLong;
            }

            value |= bits << (7 * i);
            if (bytes[i] < 0x80)
            {
                return i + 1;
            }
        }

        value = 0;
        return bytes.Length < most ? EndsEarly : TooLong;
    }
}
