using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CodeGen.Runtime.Coordination;

/// <summary>Numbers that are unique for all practical purposes: nodes, epochs, tokens, write versions. Never 0, which stands for "none".</summary>
internal static class RandomIdentity
{
    /// <summary>How many numbers a thread fetches from the system at once: each fetch is a system call.</summary>
    private const int Fetched = 128;

    [ThreadStatic]
    private static ulong[]? t_numbers;

    [ThreadStatic]
    private static int t_left;

    public static ulong Next()
    {
        while (true)
        {
            if (t_left == 0)
            {
                t_numbers ??= new ulong[Fetched];
                RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(t_numbers.AsSpan()));
                t_left = Fetched;
            }

            ulong value = t_numbers![--t_left];
            if (value != 0)
            {
                return value;
            }
        }
    }
}
