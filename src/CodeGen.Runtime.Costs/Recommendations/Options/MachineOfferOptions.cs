namespace CodeGen.Runtime.Costs;

/// <summary>Machines that could be had instead of those that are paid for.</summary>
public sealed class MachineOfferOptions
{
    /// <summary>What kind of offer it is.</summary>
    /// <value>There is no default: it must be given.</value>
    public MachineOfferKind? Kind { get; set; }

    /// <summary>Which machines it could replace: values by dimension, such as <c>service</c> or <c>tag.pool</c>, all of which their charges must have.</summary>
    /// <value>The default is none: all machines.</value>
    public IDictionary<string, string> Where { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The meter that machines are booked by, where several are: otherwise a machine's hours would count once for each.</summary>
    /// <value>The default is <see langword="null"/>: any meter of computing that counts time.</value>
    public string? Meter { get; set; }

    /// <summary>How many hours of the meter are booked for an hour of a machine, such as 8 where machines of 8 GPUs are booked by GPU hours.</summary>
    /// <value>The default is 1; 1 to 1,024.</value>
    public int UnitsPerMachine { get; set; } = 1;

    /// <summary>What an hour of one machine costs.</summary>
    /// <value>There is no default: it must be given; 0 to 1,000,000.</value>
    public decimal? PricePerHour { get; set; }

    /// <summary>The currency of prices, an ISO 4217 code.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="CostMeteringOptions.Currency"/>.</value>
    public string? Currency { get; set; }

    /// <summary>How much work a machine does in an hour for each unit that one of those does that are paid for now.</summary>
    /// <value>The default is 1; 0.01 to 100, six decimals. That of reserved machines is 1.</value>
    public decimal Speed { get; set; } = 1;

    /// <summary>What moving data comes to for each machine hour of now, of another region.</summary>
    /// <value>The default is 0; 0 to 1,000,000.</value>
    public decimal TransferPerHour { get; set; }

    /// <summary>How often a machine is taken away in an hour of its work, of spot machines.</summary>
    /// <value>There is no default: it must be given for them; 0 to 60, nine decimals.</value>
    public decimal? InterruptionsPerHour { get; set; }

    /// <summary>How much work is done again each time, of spot machines: about half of the time between two checkpoints, and the start.</summary>
    /// <value>There is no default: it must be given for them; 0 to a day.</value>
    public TimeSpan? LostPerInterruption { get; set; }

    /// <summary>How many machines are reserved.</summary>
    /// <value>The default is <see langword="null"/>: the number that would have cost least; 1 to 100,000.</value>
    public int? Machines { get; set; }

    /// <summary>Where price, speed and interruptions come from, such as a price list with its date and a benchmark.</summary>
    /// <value>There is no default: it must be given.</value>
    public string? Evidence { get; set; }
}
