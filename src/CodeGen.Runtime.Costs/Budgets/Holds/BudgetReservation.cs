using System.Diagnostics.CodeAnalysis;

namespace CodeGen.Runtime.Costs;

/// <summary>How a reservation ended: with a hold or with a refusal. An immutable value; thread-safe.</summary>
public readonly struct BudgetReservation : IEquatable<BudgetReservation>
{
    internal BudgetReservation(BudgetHold hold) => Hold = hold;

    internal BudgetReservation(BudgetRefusal refusal) => Refusal = refusal;

    /// <summary>Whether it is held.</summary>
    [MemberNotNullWhen(true, nameof(Hold))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsHeld => Hold is not null;

    /// <summary>The hold. Settle or release it, and dispose it.</summary>
    public BudgetHold? Hold { get; }

    /// <summary>The refusal.</summary>
    public BudgetRefusal? Refusal { get; }

    /// <summary>Whether two are the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(BudgetReservation left, BudgetReservation right) => left.Equals(right);

    /// <summary>Whether two differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(BudgetReservation left, BudgetReservation right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(BudgetReservation other) => ReferenceEquals(Hold, other.Hold) && Refusal == other.Refusal;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BudgetReservation other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Hold, Refusal);
}
