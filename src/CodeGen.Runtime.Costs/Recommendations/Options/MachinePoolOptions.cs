namespace CodeGen.Runtime.Costs;

/// <summary>Machines that do the same work, and of which there may be more or fewer.</summary>
public sealed class MachinePoolOptions
{
    /// <summary>Default of <see cref="TargetUtilization"/>: 70 %.</summary>
    public const decimal DefaultTargetUtilization = 0.7m;

    /// <summary>Default of <see cref="MinimumMachines"/>.</summary>
    public const int DefaultMinimumMachines = 1;

    /// <summary>Which machines: values by dimension, such as <c>service</c> or <c>tag.pool</c>, all of which their charges must have.</summary>
    /// <value>The default is none: all machines.</value>
    public IDictionary<string, string> Where { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The meter that machines are booked by, where several are: otherwise a machine's hours would count once for each.</summary>
    /// <value>The default is <see langword="null"/>: any meter of computing that counts time.</value>
    public string? Meter { get; set; }

    /// <summary>How many hours of the meter are booked for an hour of a machine, such as 8 where machines of 8 GPUs are booked by GPU hours.</summary>
    /// <value>The default is 1; 1 to 1,024.</value>
    public int UnitsPerMachine { get; set; } = 1;

    /// <summary>How much of an hour machines may work on average: what is above is kept free for peaks within the hour.</summary>
    /// <value>The default is 0.7; 0.01 to 1, six decimals.</value>
    public decimal TargetUtilization { get; set; } = DefaultTargetUtilization;

    /// <summary>How many machines stay, whatever there is to do.</summary>
    /// <value>The default is 1; 0 to 100,000.</value>
    public int MinimumMachines { get; set; } = DefaultMinimumMachines;

    /// <summary>Names of other pools whose work the same machines could do.</summary>
    /// <value>The default is none.</value>
    public IList<string> MergeWith { get; } = [];

    /// <summary>Work of the pool that other machines could do, by a name for each.</summary>
    /// <value>The default is none.</value>
    public IDictionary<string, MachineSplitOptions> Split { get; } = new Dictionary<string, MachineSplitOptions>(StringComparer.Ordinal);
}
