namespace CodeGen.Runtime.Costs;

/// <summary>What a report has of one meter of a resource on one day, by service.</summary>
/// <param name="Day">The day.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Service">Who pays.</param>
/// <param name="Meter">The meter.</param>
/// <param name="Hours">How many hours.</param>
/// <param name="Cost">What they cost.</param>
/// <param name="Charges">How many charges.</param>
internal readonly record struct MachineCell(string Day, string? Resource, string? Service, string Meter, decimal Hours, Money Cost, long Charges)
{
    private const int Decimals = 12;

    public bool IsBusy => Meter == MeterNames.BusyHours;

    /// <summary>The cell of a group by day, resource, service, item and unit; null where it is not counted in time.</summary>
    public static MachineCell? Of(CostReportGroup group)
    {
        string unit = group.Key[4] ?? string.Empty;
        decimal? perHour = unit switch
        {
            "hour" => 1,
            "minute" => 60,
            "second" => 3_600,
            _ => null,
        };
        return perHour is { } parts
            ? new MachineCell(
                group.Key[0]!, group.Key[1], group.Key[2], group.Key[3] ?? string.Empty, (group.Figures.Quantities.FirstOrDefault(one => one.Unit == unit)?.Quantity.ToDecimal(Decimals) ?? 0) / parts, group.Figures.ConvertedCost, group.Figures.Charges)
            : null;
    }
}
