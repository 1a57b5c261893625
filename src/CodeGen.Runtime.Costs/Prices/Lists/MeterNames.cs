namespace CodeGen.Runtime.Costs;

/// <summary>Names of meters that the library's own parts charge. Their units are fixed by custom only: a price list says what it counts.</summary>
public static class MeterNames
{
    /// <summary>Seconds of API calls. The only meter with a price of its own: 0.001 CNY a second.</summary>
    public const string ApiSeconds = "api.seconds";

    /// <summary>Hours of one CPU core.</summary>
    public const string CpuHours = "compute.cpu-hours";

    /// <summary>Hours of one GPU.</summary>
    public const string GpuHours = "compute.gpu-hours";

    /// <summary>Hours that a machine worked of those that are paid for. They cost nothing by themselves: paid hours less these are idle.</summary>
    public const string BusyHours = "compute.busy-hours";

    /// <summary>Gigabytes (10⁹ bytes) kept for a month.</summary>
    public const string GigabyteMonths = "storage.gb-months";

    /// <summary>Gigabytes (10⁹ bytes) sent.</summary>
    public const string GigabytesOut = "network.gb-out";

    /// <summary>Requests.</summary>
    public const string Requests = "api.requests";
}
