using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CodeGen.Host.Generation;

/// <summary>SHA-256 over everything that decides the generated code: the document, how it is read, the namespace, the kind, the generator and its version.</summary>
internal static class RequirementHash
{
    /// <summary>The number of hexadecimal digits in a hash.</summary>
    public const int Length = SHA256.HashSizeInBytes * 2;

    public static string Compute(GenerationRequest request, ICodeGenerator generator)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, generator.Name);
        Append(hash, generator.Version);
        Append(hash, request.Namespace);
        Append(hash, request.Kind.ToString());
        Append(hash, request.Format.ToString());
        Append(hash, request.Document.Span);
        Span<byte> result = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(result);
        return Convert.ToHexStringLower(result);
    }

    /// <summary>Whether a text could be a hash.</summary>
    public static bool IsWellFormed(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);

    private static void Append(IncrementalHash hash, string text) => Append(hash, Encoding.UTF8.GetBytes(text));

    // Each part carries its length, so that no two lists of parts give the same bytes.
    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
