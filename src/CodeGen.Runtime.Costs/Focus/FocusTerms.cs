using System.Collections.Frozen;

namespace CodeGen.Runtime.Costs;

/// <summary>The words of FOCUS 1.2 for values of columns.</summary>
internal static class FocusTerms
{
    /// <summary>Properties of a price that FOCUS defines and whose values are numbers.</summary>
    public static FrozenSet<string> NumericDetails { get; } =
        FrozenSet.Create(StringComparer.Ordinal, "CoreCount", "DiskMaxIops", "DiskSpace", "GpuCount", "MemorySize", "NetworkMaxIops", "NetworkMaxThroughput");

    /// <summary>Properties of a price that FOCUS defines and whose values are texts.</summary>
    public static FrozenSet<string> TextDetails { get; } =
        FrozenSet.Create(StringComparer.Ordinal, "DiskType", "InstanceSeries", "InstanceType", "OperatingSystem", "Redundancy", "StorageClass");

    public static string? Of(FocusChargeCategory category) => category switch
    {
        FocusChargeCategory.Usage => "Usage",
        FocusChargeCategory.Purchase => "Purchase",
        FocusChargeCategory.Tax => "Tax",
        FocusChargeCategory.Credit => "Credit",
        FocusChargeCategory.Adjustment => "Adjustment",
        _ => null,
    };

    public static string? Of(FocusChargeFrequency frequency) => frequency switch
    {
        FocusChargeFrequency.UsageBased => "Usage-Based",
        FocusChargeFrequency.OneTime => "One-Time",
        FocusChargeFrequency.Recurring => "Recurring",
        _ => null,
    };

    public static string? Of(FocusPricingCategory category) => category switch
    {
        FocusPricingCategory.Standard => "Standard",
        FocusPricingCategory.Dynamic => "Dynamic",
        FocusPricingCategory.Other => "Other",
        _ => null,
    };
}
