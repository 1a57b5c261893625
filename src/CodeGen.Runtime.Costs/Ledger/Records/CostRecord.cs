namespace CodeGen.Runtime.Costs;

/// <summary>A record of the ledger about money: what was used, by whom, and what it cost by which price. Immutable, thread-safe.</summary>
public sealed class CostRecord
{
    internal CostRecord()
    {
    }

    /// <summary>Its place in its node's ledger: 1 and up. Together with the node it names the record.</summary>
    public required long Sequence { get; init; }

    /// <summary>The event: a UUID of version 7, whose first 48 bits are its time.</summary>
    public required Guid Id { get; init; }

    /// <summary>
    /// 128 bits over what the event was: its kind, what was used, by whom and for which hold, and of a correction all of it; not its time and, but for corrections, not its price. Two records of one id that
    /// agree here are the same event; two that do not are two events, one of which has another's id.
    /// </summary>
    public required UInt128 ContentHash { get; init; }

    /// <summary>What it is.</summary>
    public required CostRecordKind Kind { get; init; }

    /// <summary>When it was used, UTC: the time that prices, windows and reports go by. Of a correction that of the charge it corrects.</summary>
    public required DateTimeOffset EventTime { get; init; }

    /// <summary>When the ledger took it, UTC, by the ledger's clock.</summary>
    public required DateTimeOffset IngestTime { get; init; }

    /// <summary>What was used.</summary>
    public required CostUse Use { get; init; }

    /// <summary>Whom and what it belongs to.</summary>
    public required CostAttribution Attribution { get; init; }

    /// <summary>The hold of a budget that it settled, where there was one.</summary>
    public BudgetHoldId? Hold { get; init; }

    /// <summary>Where the amounts come from.</summary>
    public required PriceStatus Status { get; init; }

    /// <summary>The price that was used; <see cref="PriceVersion.None"/> where none is known and where somebody named the amount.</summary>
    public required PriceVersion PriceVersion { get; init; }

    /// <summary>Which layer of the price book had the price; <see langword="null"/> where none is known and where somebody named the amount.</summary>
    public PriceLayer? PriceLayer { get; init; }

    /// <summary>The currency of all lines; <see cref="Currency.None"/> where no price is known.</summary>
    public required Currency Currency { get; init; }

    /// <summary>How much of what, and what each came to.</summary>
    public required IReadOnlyList<CostLine> Lines { get; init; }

    /// <summary>What all lines come to; a zero that means nothing where <see cref="Status"/> is <see cref="PriceStatus.Unpriced"/>.</summary>
    public required ExactMoney Amount { get; init; }

    /// <summary>Of a correction: the event that it corrects.</summary>
    public Guid? Corrects { get; init; }

    /// <summary>Of a correction: the place of the record that it corrects in the same ledger.</summary>
    public long? CorrectsSequence { get; init; }

    /// <summary>Of a correction: whether somebody asked for it or a price was learnt late.</summary>
    public AdjustmentKind? AdjustmentKind { get; init; }

    /// <summary>Why, in somebody's words, where they were given.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether its id was older than what the ledger remembers when it came, so that nobody knows whether it had come before.</summary>
    public bool IsUnremembered { get; init; }

    /// <summary>What is used, and what it came to.</summary>
    public override string ToString() => $"{Sequence} {Kind} {Use} {(Status == PriceStatus.Unpriced ? "unpriced" : Amount.ToString())}";
}
