namespace CodeGen.Runtime.Costs;

/// <summary>
/// Bits of the form, which is the second byte of each record of budgets. They keep apart what budgets of this process did and what this node did to budgets on a shared store: a host may change from the
/// one to the other on the same ledger, and each reads only its own.
/// </summary>
internal static class JournalForm
{
    /// <summary>Of the account of a node in a shared store.</summary>
    public const byte Shared = 0x80;

    /// <summary>The store is about to be told; another record follows once it has answered.</summary>
    public const byte Intended = 0x40;

    /// <summary>The store will not do what was intended, or nobody wants it any more.</summary>
    public const byte Withdrawn = 0x20;

    private const byte Flags = Shared | Intended | Withdrawn;

    public static bool IsShared(ReadOnlySpan<byte> payload) => payload.Length > 1 && (payload[1] & Shared) != 0;

    public static BookingForm BookingOf(byte form) => (BookingForm)(form & ~Flags);
}
