using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>The name of a hold: a random number of the process that made it, and a count. An immutable value; thread-safe.</summary>
/// <param name="Process">The number of the process.</param>
/// <param name="Count">The count, from 1.</param>
public readonly record struct BudgetHoldId(ulong Process, ulong Count)
{
    private const int Digits = 16;

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="id">The id.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out BudgetHoldId id)
    {
        id = default;
        if (text is not { Length: (2 * Digits) + 1 } || text[Digits] != '-'
            || !ulong.TryParse(text.AsSpan(0, Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong process)
            || !ulong.TryParse(text.AsSpan(Digits + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong count))
        {
            return false;
        }

        id = new BudgetHoldId(process, count);
        return true;
    }

    /// <summary>Sixteen hexadecimal digits of each, with a hyphen between.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Process:x16}-{Count:x16}");
}
