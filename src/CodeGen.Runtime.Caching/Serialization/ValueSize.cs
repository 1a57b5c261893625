using System.Runtime.CompilerServices;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// Says roughly how much memory a value holds, where that can be said without walking it; a first tier bounded in bytes adds these up. Sizes are
/// those of the 64-bit runtime.
/// </summary>
internal static class ValueSize
{
    /// <summary>What an object of unknown size counts for, in bytes.</summary>
    public const int DefaultEntryBytes = 1024;

    private const int StringOverhead = 26;
    private const int ArrayOverhead = 24;
    private const int ObjectOverhead = 16;
    private const int ReferenceBytes = 8;

    /// <summary>Estimates the size of <paramref name="value"/> in bytes.</summary>
    /// <returns>
    /// For a string twice its length plus 26; for a byte array its length plus 24; for memory of bytes the same plus 16, which counts the slice, not
    /// what it was cut from; for values without references their size plus 16; for a null 8; otherwise <see cref="DefaultEntryBytes"/>.
    /// </returns>
    public static long Estimate<T>(T value) => value switch
    {
        null => ReferenceBytes,
        string text => (2L * text.Length) + StringOverhead,
        byte[] bytes => (long)bytes.Length + ArrayOverhead,
        ReadOnlyMemory<byte> memory => (long)memory.Length + ArrayOverhead + ObjectOverhead,
        Memory<byte> memory => (long)memory.Length + ArrayOverhead + ObjectOverhead,
        _ => RuntimeHelpers.IsReferenceOrContainsReferences<T>() ? DefaultEntryBytes : Unsafe.SizeOf<T>() + ObjectOverhead,
    };
}
