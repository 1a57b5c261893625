namespace CodeGen.Runtime.Costs;

/// <summary>Which machines something is about, and how their charges tell hours. Immutable; thread-safe.</summary>
internal sealed class MachineClass(IDictionary<string, string> where, string? meter, int unitsPerMachine)
{
    // Longer than anybody rents a machine, and short enough to be counted with.
    private static readonly long s_longest = TimeSpan.FromDays(366_000).Ticks;

    public IReadOnlyDictionary<string, string> Where { get; } = new Dictionary<string, string>(where, StringComparer.Ordinal);

    /// <summary>In words.</summary>
    public string Text => Where.Count == 0 ? "all machines" : $"machines with {string.Join(" and ", Where.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Key} '{one.Value}'"))}";

    public bool IsOf(CostAttribution attribution)
    {
        foreach ((string dimension, string value) in Where)
        {
            if (!string.Equals(attribution[dimension], value, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The time of a machine that a charge pays for, in ticks; false where it pays for something else, or all of it was taken back.</summary>
    public bool TryPaid(in ReplayedCharge charge, out long ticks)
    {
        CostRecord record = charge.Record;
        ticks = 0;
        bool isTakenBack = charge.Cost.IsNegative || (charge.Cost.IsZero && !record.Amount.IsZero);
        return !isTakenBack
            && record.Use.Kind is CostUseKind.Meter or CostUseKind.Stated
            && (meter is null || string.Equals(record.Use.Name, meter, StringComparison.OrdinalIgnoreCase))
            && TryTicks(record.Use.Quantity, UnitOf(record), unitsPerMachine, out ticks)
            && ticks > 0;
    }

    /// <summary>How long a machine worked, in ticks.</summary>
    public static bool TryBusy(in ReplayedCharge charge, out long ticks) => TryTicks(charge.Record.Use.Quantity, "hour", 1, out ticks);

    /// <summary>By what a number is counted: the price's unit says so, and the names of the library's own meters where there was no price.</summary>
    private static string? UnitOf(CostRecord record) =>
        record.Lines is [{ Unit: "hour" or "minute" or "second" } line, ..] ? line.Unit
        : record.Use.Name is MeterNames.CpuHours or MeterNames.GpuHours ? "hour"
        : null;

    private static bool TryTicks(MeterQuantity quantity, string? unit, int parts, out long ticks)
    {
        long each = (quantity.Dimension, unit) switch
        {
            (MeterDimension.Any, _) => 1,
            (MeterDimension.Seconds, _) or (MeterDimension.Count, "second") => TimeSpan.TicksPerSecond,
            (MeterDimension.Count, "minute") => TimeSpan.TicksPerMinute,
            (MeterDimension.Count, "hour") => TimeSpan.TicksPerHour,
            _ => 0,
        };
        Int128 exact = Fraction.RoundHalfToEven(quantity.Numerator * each, quantity.Denominator * parts);
        bool isTime = each > 0 && exact <= s_longest;
        ticks = isTime ? (long)exact : 0;
        return isTime;
    }
}
