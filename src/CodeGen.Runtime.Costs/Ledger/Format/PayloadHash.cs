using System.Globalization;
using System.IO.Hashing;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// The 128 bits by which two events are told apart: over the payload, or the part of it that says what the event was (XXH3, 128 bits, seeded with the kind: the same bytes as another kind of event are another event). It finds accidents, not
/// forgeries: whoever may write into the ledger may also write what they like.
/// </summary>
internal static class PayloadHash
{
    public static UInt128 Of(byte kind, ReadOnlySpan<byte> payload) => XxHash128.HashToUInt128(payload, kind);

    public static string Text(UInt128 hash) => hash.ToString("x32", CultureInfo.InvariantCulture);
}
