using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// The hash of generated keys: folded 64 × 64 bit multiplications over 8 bytes at a time, with secrets drawn once per process, so that
/// colliding keys cannot be prepared outside. Not cryptographic, differs between processes, allocates nothing. Thread-safe.
/// </summary>
/// <remarks>The construction follows wyhash (Wang Yi, 2019): the high and the low half of the product are combined by exclusive or.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CacheKeyHash
{
    private static readonly ulong s_seed = Secret();
    private static readonly ulong s_first = Secret();
    private static readonly ulong s_second = Secret();

    /// <summary>The state to begin with.</summary>
    public static ulong Seed => s_seed;

    /// <summary>Adds a string.</summary>
    /// <param name="state">The state so far.</param>
    /// <param name="value">The string, or null.</param>
    /// <returns>The new state.</returns>
    public static ulong Add(ulong state, string? value) => value is null ? Fold(state ^ s_second, s_first) : Add(state, value.AsSpan());

    /// <summary>Adds a text; the same as adding a string of it.</summary>
    internal static ulong Add(ulong state, ReadOnlySpan<char> value)
    {
        ref byte at = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(value));
        uint left = (uint)value.Length * sizeof(char);

        // Times a secret: which texts of different lengths meet must depend on it. Off the chain of multiplications that the state waits for.
        state += left * s_second;
        for (; left > 16; left -= 16, at = ref Unsafe.Add(ref at, 16))
        {
            state = Fold(Read(ref at, 0) ^ s_first, Read(ref at, 8) ^ state);
        }

        // 0 to 16 bytes are left; the two reads may overlap.
        ulong low = 0;
        ulong high = 0;
        if (left >= 8)
        {
            low = Read(ref at, 0);
            high = Read(ref at, left - 8);
        }
        else if (left >= 4)
        {
            low = Unsafe.ReadUnaligned<uint>(ref at);
            high = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref at, left - 4));
        }
        else if (left == 2)
        {
            low = Unsafe.ReadUnaligned<ushort>(ref at);
        }

        return Fold(low ^ s_first, high ^ state);
    }

    /// <summary>Adds a number.</summary>
    /// <param name="state">The state so far.</param>
    /// <param name="value">The number.</param>
    /// <returns>The new state.</returns>
    public static ulong Add(ulong state, long value) => Fold((ulong)value ^ s_first, state);

    /// <summary>Adds an identifier.</summary>
    /// <param name="state">The state so far.</param>
    /// <param name="value">The identifier.</param>
    /// <returns>The new state.</returns>
    public static ulong Add(ulong state, Guid value)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<Guid>(in value));
        return Fold(MemoryMarshal.Read<ulong>(bytes) ^ s_first, MemoryMarshal.Read<ulong>(bytes[8..]) ^ state);
    }

    /// <summary>Ends the hash.</summary>
    /// <param name="state">The state.</param>
    /// <returns>The hash code, good in all its bits.</returns>
    public static int ToHashCode(ulong state) => (int)BitOperations.RotateLeft(Fold(state ^ s_first, s_second), 32);

    private static ulong Read(ref byte start, uint offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, offset));

    private static ulong Fold(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }

    // Odd, so that it is never the factor zero.
    private static ulong Secret()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return MemoryMarshal.Read<ulong>(bytes) | 1;
    }
}
