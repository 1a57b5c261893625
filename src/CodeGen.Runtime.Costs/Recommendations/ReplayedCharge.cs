using System.Diagnostics.CodeAnalysis;

namespace CodeGen.Runtime.Costs;

/// <summary>A charge with all that was corrected of it since. An immutable value; thread-safe.</summary>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "Charges are told apart by their record.")]
public readonly struct ReplayedCharge
{
    internal ReplayedCharge(CostRecord record, DateOnly day, Money cost, bool isReproduced) => (Record, Day, Cost, IsReproduced) = (record, day, cost, isReproduced);

    /// <summary>The record.</summary>
    public CostRecord Record { get; }

    /// <summary>The day of its use in the billing zone.</summary>
    public DateOnly Day { get; }

    /// <summary>What it came to with its corrections, in the currency of the replay, rounded to a whole pico.</summary>
    public Money Cost { get; }

    /// <summary>Whether it is a request of a model for which the price book, asked again, says what the ledger says. Only those are replayed otherwise.</summary>
    public bool IsReproduced { get; }
}
