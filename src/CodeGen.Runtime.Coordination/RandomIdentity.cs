using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CodeGen.Runtime.Coordination;

/// <summary>Numbers that are unique for all practical purposes: nodes, epochs, tokens, write versions. Never 0, which stands for "none".</summary>
internal static class RandomIdentity
{
    public static ulong Next()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        while (true)
        {
            RandomNumberGenerator.Fill(bytes);
            ulong value = BinaryPrimitives.ReadUInt64BigEndian(bytes);
            if (value != 0)
            {
                return value;
            }
        }
    }
}
